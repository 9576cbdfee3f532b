import { z } from 'zod'
import { densities, displayCaps, menus } from '#core/shared/display.ts'
import { personalPreferences } from '#features/accounts/schema.ts'

const { columns, idLength, pins, tables } = displayCaps
const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]*$/)
  .max(idLength)

/** As it lies in its row; what does not fit is the standard again. */
export const display = z.strictObject({
  density: z.enum(densities),
  menu: z.enum(menus),
  hiddenColumns: z.record(id, z.array(id).max(columns)).refine((hidden) => Object.keys(hidden).length <= tables, 'too_big'),
  pins: z.array(id).max(pins),
})

const all = z.strictObject({ ...personalPreferences.shape, ...display.shape })
/** The language, the theme and the zone are null where the house's way is kept. */
export const preferences = all.extend({ timeZone: z.string().nullable() }).meta({ id: 'Preferences' })
/** What is left out stays as it is; of the columns that are not shown each table stands for itself. */
export const preferencesChange = all.partial().meta({ id: 'PreferencesChange' })

export type PreferencesAnswer = z.infer<typeof preferences>
export type PreferencesChange = z.infer<typeof preferencesChange>
