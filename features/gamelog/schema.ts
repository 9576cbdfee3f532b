import { z } from 'zod'

const zone = z.string().refine((name) => Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC', { error: 'unknown_zone' })

export const sourceRequest = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    url: z.url({ protocol: /^https?$/ }).max(500),
    /** Every index of the source begins with it. */
    prefix: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,98}$/),
    username: z.string().min(1).max(191).optional(),
    password: z.string().min(1).max(500).optional(),
    zone: zone.default('Asia/Seoul'),
    /** Hour of the day at which a game day begins, in `zone`. */
    resetHour: z.int().min(0).max(23).default(0),
    insecureTls: z.boolean().default(false),
  })
  .meta({ id: 'SourceRequest' })

export const source = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    prefix: z.string(),
    username: z.string().nullable(),
    hasPassword: z.boolean(),
    zone: z.string(),
    resetHour: z.int(),
    insecureTls: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Source' })
export const sourceList = z.object({ items: z.array(source) }).meta({ id: 'SourceList' })

/** The log families that the nine metrics read; an index of a family is `<prefix><family>` with any suffix. */
export const families = ['login_comp', 'tutorial_entry', 'log_tutorial', 'survival_sta', 'survival_end', 'player_kill', 'matching_complete', 'friend'] as const

/** What a preflight found in the cluster. */
export const preflight = z
  .object({
    version: z.string(),
    indices: z.array(z.object({ name: z.string(), family: z.enum(families).nullable(), documents: z.number() })),
    /** Aggregatable names that the queries use. */
    fields: z.object({ uid: z.string(), authId: z.string().nullable(), country: z.string().nullable() }),
    /** Whether `body` is mapped as nested (metrics then count parents of nested matches). */
    nestedBody: z.boolean(),
    /** Families without an index: their metrics are "not collected". */
    missing: z.array(z.enum(families)),
    /** Oldest event of the login family: nothing before it can be known. Null when there is no event. */
    horizon: z.iso.datetime().nullable(),
    newest: z.iso.datetime().nullable(),
    documents: z.number(),
    documentsWithoutUid: z.number(),
  })
  .meta({ id: 'Preflight' })
export const sourceTest = z
  .object({
    ok: z.boolean(),
    preflight: preflight.nullable(),
    problem: z.object({ code: z.string(), title: z.string(), detail: z.string() }).nullable(),
  })
  .meta({ id: 'SourceTest' })

export type SourceRequest = z.infer<typeof sourceRequest>
export type Source = z.infer<typeof source>
export type Preflight = z.infer<typeof preflight>
export type SourceTest = z.infer<typeof sourceTest>
