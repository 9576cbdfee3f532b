import { z } from 'zod'

export const breakdownBy = ['country', 'device'] as const
export const breakdownQuery = z.strictObject({ by: z.enum(breakdownBy) })

const group = {
  players: z.int(),
  /** Players whose day 1 was over. */
  ripeD1: z.int(),
  retainedD1: z.int(),
  /** In 0..1; null where nobody is ripe. */
  rateD1: z.number().nullable(),
  /** Wilson 95 % interval of rateD1. */
  intervalD1: z.tuple([z.number(), z.number()]).nullable(),
  activeMinutesMean: z.number().nullable(),
}

/** Players by country or device of the first login: the 50 with most players, and all others together. */
export const breakdown = z
  .object({
    by: z.enum(breakdownBy),
    /** Most players first. `value` null: the first login did not say. */
    items: z.array(z.object({ value: z.string().nullable(), ...group })),
    /** All others; `values` says how many. Null when there are none. */
    rest: z.object({ values: z.int(), ...group }).nullable(),
  })
  .meta({ id: 'RetentionBreakdown' })

export const distributionQuery = z.strictObject({ column: z.string().max(64) })

/** How the players are spread over the values of a numeric column. */
export const distribution = z
  .object({
    column: z.string(),
    /** Players with a value, and those of whom it is not known. */
    players: z.int(),
    unknown: z.int(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    mean: z.number().nullable(),
    median: z.number().nullable(),
    /** In order, without holes; from <= value < to, the last one through `to`. active_seconds in seconds. */
    bins: z.array(z.object({ from: z.number(), to: z.number(), players: z.int() })),
  })
  .meta({ id: 'RetentionDistribution' })

/** What is counted once at the end of an analysis and kept with it. */
export const facts = z.object({ breakdowns: z.array(breakdown), distributions: z.array(distribution) })

export type Breakdown = z.infer<typeof breakdown>
export type Distribution = z.infer<typeof distribution>
export type Facts = z.infer<typeof facts>
