import { z } from 'zod'
import { tlsModes } from '#core/gamelog/tls.ts'
import { exportFormat, pageOf, paging } from '#core/shared/paging.ts'
import { lastTest } from '#features/audit/schema.ts'
import { environmentKind, identifier } from '#features/environments/schema.ts'

/** How the cluster of a source is spoken to. */
export const tlsMode = z.enum(tlsModes)
const zone = z.string().refine((name) => Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC', { error: 'unknown_zone' })

/** The table of a game database that knows the players of these logs: an environment by name or id, a table, the column of the uid. */
const players = z.strictObject({
  environment: z.string().min(1).max(100),
  table: identifier,
  uidColumn: identifier,
  nicknameColumn: identifier.nullable().default(null),
})

const fields = {
  name: z.string().trim().min(1).max(100),
  url: z.url({ protocol: /^https?$/ }).max(500),
  /** Every index of the source begins with it. */
  prefix: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,98}$/),
  username: z.string().min(1).max(191),
  password: z.string().min(1).max(500),
  zone,
  /** Hour of the day at which a game day begins, in `zone`. */
  resetHour: z.int().min(0).max(23),
  insecureTls: z.boolean(),
  /** Field of the logs that holds the player's nickname, e.g. `body.nickname`. */
  nicknameField: z
    .string()
    .regex(/^[\p{L}\p{N}_@.-]{1,191}$/u)
    .nullable(),
  players: players.nullable(),
}

export const sourceRequest = z
  .strictObject({
    ...fields,
    username: fields.username.optional(),
    password: fields.password.optional(),
    zone: fields.zone.default('Asia/Seoul'),
    resetHour: fields.resetHour.default(0),
    insecureTls: fields.insecureTls.default(false),
    nicknameField: fields.nicknameField.optional(),
    players: fields.players.optional(),
  })
  .meta({ id: 'SourceRequest' })

/** What is left out stays. Without a password the present one is kept, as long as server and user stay the same; a null user name takes the sign-in away. */
export const sourceChange = z
  .strictObject({ ...fields, username: fields.username.nullable() })
  .partial()
  .meta({ id: 'SourceChange' })

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
    nicknameField: z.string().nullable(),
    players: z
      .object({ environment: z.string(), kind: environmentKind, table: z.string(), uidColumn: z.string(), nicknameColumn: z.string().nullable() })
      .nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Source' })
export const sourceListed = source.extend({ lastTest }).meta({ id: 'SourceListed' })
export const sourcePage = pageOf(sourceListed).meta({ id: 'SourcePage' })

/** Columns a list of sources may be sorted by. */
export const sourceSorts = ['name', 'url', 'prefix', 'zone', 'createdAt'] as const
/** Without a size of the page it has as many as a page can have. */
export const sourceQuery = z.strictObject({
  ...paging,
  pageSize: paging.pageSize.default(500),
  q: z.string().trim().max(200).optional(),
  tls: tlsMode.optional(),
})
/** Filters and order of the list; a whole sheet has no pages. */
export const sourceExportQuery = z.strictObject({ ...exportFormat, ...sourceQuery.omit({ page: true, pageSize: true }).shape })

/** What those need of the list who want to know of all of them. */
export const sourceList = z.object({ items: z.array(source) }).meta({ id: 'SourceList' })
/** `archived`: analyses were made with it, so its settings are kept for them, without the password. */
export const sourceRemoved = z.object({ id: z.string(), removed: z.literal(true), archived: z.boolean() }).meta({ id: 'SourceRemoved' })

/** What a preflight found in the cluster. */
export const preflight = z
  .object({
    version: z.string(),
    indices: z.array(z.object({ name: z.string(), family: z.string().nullable(), documents: z.number() })),
    /** Aggregatable names that the queries use. */
    fields: z.object({ uid: z.string(), authId: z.string().nullable(), country: z.string().nullable() }),
    /** Whether `body` is mapped as nested (metrics then count parents of nested matches). */
    nestedBody: z.boolean(),
    /** The same of each family that is there, with the names by which the fields of its metrics are asked for. */
    families: z.record(z.string(), z.object({ indices: z.array(z.string()), nested: z.boolean(), fields: z.record(z.string(), z.string()) })),
    /** Fields that metrics name and no index of their family has: no document can meet a condition on them. */
    absentFields: z.array(z.object({ family: z.string(), field: z.string() })),
    /** Fields that are of one type here and of another there, or that cannot be matched exactly: an analysis that needs one is refused. */
    faults: z.array(z.object({ family: z.string(), code: z.string(), field: z.string(), types: z.string() })),
    /** `unchecked`: any certificate is taken, because the source says so. */
    tls: tlsMode,
    /** Families without an index: their metrics are "not collected". */
    missing: z.array(z.string()),
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
export type SourceChange = z.infer<typeof sourceChange>
export type Source = z.infer<typeof source>
export type SourceListed = z.infer<typeof sourceListed>
export type SourcePage = z.infer<typeof sourcePage>
export type SourceQuery = z.infer<typeof sourceQuery>
export type SourceExportQuery = z.infer<typeof sourceExportQuery>
export type Preflight = z.infer<typeof preflight>
export type SourceTest = z.infer<typeof sourceTest>
