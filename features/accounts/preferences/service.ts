import { changedDisplay, type Display, type DisplayChange } from '#core/shared/display.ts'
import type { Preferences, Principal } from '#core/shared/permissions.ts'
import { lockDisplay, readDisplay, updatePreferences, writeDisplay } from '#features/accounts/preferences/repository.ts'
import type { PreferencesAnswer, PreferencesChange } from '#features/accounts/preferences/schema.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { db } from '#server/database.ts'

type Origin = { ip: string; requestId: string }

export const noPreferences: Preferences = { locale: null, theme: null, timeZone: null }

export const loadDisplay = (who: Principal): Promise<Display> => readDisplay(who.userId)

export async function loadPreferences(who: Principal): Promise<PreferencesAnswer> {
  return { ...(who.preferences ?? noPreferences), ...(await readDisplay(who.userId)) }
}

/** Without what was left out: undefined is no wish. */
const said = <T extends object>(wish: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } =>
  Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as { [Name in keyof T]?: Exclude<T[Name], undefined> }

/** Language, theme and zone are acts and leave a row in the audit; how tables and menu look is none. */
export async function changePreferences(who: Principal, change: PreferencesChange, origin: Origin): Promise<PreferencesAnswer> {
  const { locale, theme, timeZone, ...rest } = change
  const personal = said({ locale, theme, timeZone })
  const preferences: Preferences = { ...noPreferences, ...who.preferences, ...personal }
  const wish: DisplayChange = said(rest)
  return db.$transaction(async (tx) => {
    const display = changedDisplay(await lockDisplay(tx, who.userId), wish)
    if (Object.keys(wish).length > 0) await writeDisplay(tx, who.userId, display)
    if (Object.keys(personal).length > 0) {
      await updatePreferences(tx, who.userId, preferences)
      await recordAudit(tx, { who, action: 'preferences.change', object: `user:${who.userId}`, detail: { ...personal }, ...origin })
    }
    return { ...preferences, ...display }
  })
}
