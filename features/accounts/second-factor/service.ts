import { randomBytes } from 'node:crypto'
import QRCode from 'qrcode'
import { base32, otpauthUri, recoveryCodeOf } from '#core/accounts/totp.ts'
import { type Principal, roles } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import {
  countRecoveryCodes,
  deleteSecondFactor,
  hasSecondFactor,
  keepSecret,
  readSetting,
  replaceRecoveryCodes,
  takeAppCode,
  writeSetting,
} from '#features/accounts/second-factor/repository.ts'
import type { Enrolment, RecoveryCodes, SecondFactorSetting, SecondFactorState } from '#features/accounts/second-factor/schema.ts'
import { deleteSessions } from '#features/accounts/sessions/repository.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { db } from '#server/database.ts'

type Origin = { ip: string; requestId: string }

const codesAtOnce = 10
const freshCodes = (): string[] => Array.from({ length: codesAtOnce }, () => recoveryCodeOf(randomBytes(10)))

export const readSecondFactorSetting = (): Promise<SecondFactorSetting> => readSetting()

export async function readSecondFactor(who: Principal): Promise<SecondFactorState> {
  const [enabled, setting, recoveryCodesLeft] = await Promise.all([hasSecondFactor(who.userId), readSetting(), countRecoveryCodes(who.userId)])
  return { enabled, demanded: setting.roles.includes(who.role), recoveryCodesLeft }
}

/** Makes a secret for an authenticator app. It counts once `confirmSecondFactor` has seen a code of it. */
export async function beginSecondFactor(who: Principal, origin: Origin): Promise<Enrolment | Refusal> {
  if (who.via !== 'session') return refuse('browser_session_needed', 403)
  if (await hasSecondFactor(who.userId)) return refuse('second_factor_exists', 409)
  const secret = randomBytes(20)
  await db.$transaction(async (tx) => {
    await keepSecret(tx, who.userId, secret)
    await recordAudit(tx, { who, action: 'second_factor.begin', object: `user:${who.userId}`, ...origin })
  })
  const uri = otpauthUri(secret, who.email, 'Quarterdeck')
  const svg = await QRCode.toString(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })
  return { secret: base32(secret), uri, qr: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` }
}

/** Switches the second factor on with its first code, ends every other session and gives the recovery codes. */
export async function confirmSecondFactor(who: Principal, code: string, origin: Origin): Promise<RecoveryCodes | Refusal> {
  if (who.via !== 'session') return refuse('browser_session_needed', 403)
  const codes = freshCodes()
  const taken = await db.$transaction(async (tx) => {
    const right = await takeAppCode(tx, who.userId, code, new Date(), true)
    if (right) {
      await replaceRecoveryCodes(tx, who.userId, codes)
      await deleteSessions(tx, who.userId, { except: who.session?.id })
    }
    await recordAudit(tx, { who, action: 'second_factor.confirm', object: `user:${who.userId}`, outcome: right ? 'done' : 'refused', ...origin })
    return right
  })
  return taken ? { codes } : refuse('code_wrong', 400, {}, 'code')
}

export async function renewRecoveryCodes(who: Principal, origin: Origin): Promise<RecoveryCodes | Refusal> {
  if (who.via !== 'session') return refuse('browser_session_needed', 403)
  if (!(await hasSecondFactor(who.userId))) return refuse('not_found', 404)
  const codes = freshCodes()
  await db.$transaction(async (tx) => {
    await replaceRecoveryCodes(tx, who.userId, codes)
    await recordAudit(tx, { who, action: 'second_factor.renew_codes', object: `user:${who.userId}`, ...origin })
  })
  return { codes }
}

/** Takes the own second factor away, unless the role demands one. */
export async function removeSecondFactor(who: Principal, origin: Origin): Promise<Refusal | undefined> {
  if (who.via !== 'session') return refuse('browser_session_needed', 403)
  if ((await readSetting()).roles.includes(who.role)) return refuse('second_factor_demanded', 409)
  return db.$transaction(async (tx) => {
    if (!(await deleteSecondFactor(tx, who.userId))) return refuse('not_found', 404)
    await recordAudit(tx, { who, action: 'second_factor.remove', object: `user:${who.userId}`, ...origin })
    return undefined
  })
}

/** Which roles must have a second factor in a browser. It holds from the next request on. */
export async function changeSecondFactorSetting(who: Principal, wish: SecondFactorSetting, origin: Origin): Promise<SecondFactorSetting> {
  const setting = { roles: roles.filter((role) => wish.roles.includes(role)) }
  const before = await readSetting()
  await db.$transaction(async (tx) => {
    await writeSetting(tx, setting)
    const detail = { before: before.roles.join(' '), after: setting.roles.join(' ') }
    await recordAudit(tx, { who, action: 'settings.second_factor', object: 'settings:second-factor', detail, ...origin })
  })
  return setting
}
