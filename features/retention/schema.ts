import { z } from 'zod'
import { METRIC_NAME, MOST_METRICS } from '#core/retention/catalogue.ts'
import { parseConditions } from '#core/retention/columns/conditions.ts'
import { identities } from '#core/retention/identity.ts'
import { retentionStatuses } from '#core/retention/sheet.ts'
import { pageOf, paging } from '#core/shared/paging.ts'
import { tlsMode } from '#features/gamelog/schema.ts'
import { run } from '#features/runs/schema.ts'

/** What makes one player. */
export const identity = z.enum(identities)
const instant = z.iso.datetime({ offset: true })

/** An instant with its offset: without one it would mean another time on another machine. */
const offsetInstant = z
  .string()
  .superRefine((text, context) => {
    if (instant.safeParse(text).success) return
    const local = z.iso.datetime({ offset: true, local: true }).safeParse(text).success || z.iso.date().safeParse(text).success
    context.addIssue({ code: 'custom', message: local ? 'time_without_offset' : 'time_malformed' })
  })
  .meta({ format: 'date-time' })

export const analysisRequest = z
  .strictObject({
    /** Name or id of a log source. */
    source: z.string().min(1).max(100),
    /** First logins in [from, to); both with offset, exact to the millisecond. */
    from: offsetInstant,
    to: offsetInstant,
    /** How many days before `from` to look for earlier logins; everything there is when left out. */
    lookbackDays: z.int().min(1).max(3650).optional(),
    /** Analyse only this many players, chosen by hash of uid (of the account, where it makes the player); the result is labelled. */
    sample: z.int().min(1).max(10_000_000).optional(),
    /** What makes a player: the uid, the account, or either, as in 2025: who was seen by uid or account is old, and documents of both count. */
    identity: identity.optional(),
    /** Gaps up to this one between events count as activity. 300 when left out. */
    gapSeconds: z.int().min(1).max(86_400).optional(),
    /** One continuous session counts for at most this; without a limit when left out. */
    sessionCapSeconds: z.int().min(1).max(86_400).optional(),
    /** Metrics of the catalogue by name, all that are in use when left out. `retention_d1` is always among them. */
    metrics: z
      .array(z.string().regex(METRIC_NAME, { error: 'metric_name' }))
      .min(1)
      .max(MOST_METRICS)
      .optional(),
  })
  .meta({ id: 'AnalysisRequest' })

export const summary = z
  .object({
    players: z.int(),
    /** Players whose day 1 was over when the snapshot was opened. */
    ripeD1: z.int(),
    retainedD1: z.int(),
    /** retainedD1 / ripeD1 in 0..1; null when nobody is ripe. */
    rateD1: z.number().nullable(),
    /** Wilson 95 % interval of rateD1. */
    intervalD1: z.tuple([z.number(), z.number()]).nullable(),
    /** Mean of active_seconds / 60 over all players; null without players. */
    activeMinutesMean: z.number().nullable(),
    /** Median of active_seconds / 60 over all players; null without players. */
    activeMinutesMedian: z.number().nullable().default(null),
    /** Of the metrics entry, completed, dungeon, escape that the analysis has: players with at least one; null where it is not collected. */
    funnel: z.array(z.object({ column: z.string(), players: z.int().nullable() })).default([]),
    /** Players with at least one completed tutorial; null where tutorials are not collected. */
    tutorialCompleted: z.int().nullable(),
    /** Size of the sample when one was asked for. */
    sampledFrom: z.int().nullable(),
  })
  .meta({ id: 'RetentionSummary' })

export const receipt = z
  .object({
    definitionHash: z.string(),
    source: z.object({
      name: z.string(),
      url: z.string(),
      prefix: z.string(),
      version: z.string(),
      /** `unchecked`: any certificate was taken, because the source said so. */
      tls: tlsMode.optional(),
    }),
    window: z.object({ from: instant, to: instant }),
    indices: z.array(z.object({ name: z.string(), documents: z.number() })),
    /** Families without an index. */
    notCollected: z.array(z.string()),
    snapshotOpenedAt: z.iso.datetime(),
    shards: z.int(),
    /** Documents that the accepted answers visited. */
    documents: z.number(),
    requests: z.int(),
    bytes: z.number(),
    /** Nothing before it can be known: the oldest login event, or from - lookbackDays when that is later. */
    horizon: z.iso.datetime().nullable(),
    durationMs: z.number(),
    /** Players of the window who had logged in before (the 2025 script counted them as new). */
    seenBefore: z.int(),
    /** Uids with more than one account; one row each, first account. Null where the logs cannot be grouped by account. */
    severalAccounts: z.int().nullable(),
    documentsWithoutUid: z.number(),
    /** Logins of the window that name a player but no account; where the account makes the player they are left out. */
    loginsWithoutAccount: z.number().optional(),
    identity: identity.optional(),
    activity: z.object({ gapSeconds: z.number(), sessionCapSeconds: z.number().nullable() }).optional(),
    /** The metrics of the definition in the versions that were used, in the order of the columns. */
    metrics: z.array(z.object({ name: z.string(), version: z.int() })).optional(),
    /** Fields that metrics name and no index of their family has: no document could meet a condition on them. */
    absentFields: z.array(z.object({ family: z.string(), field: z.string() })).optional(),
    /** Parts of the sheet measured by scripts on the cluster, and by groups where it takes none; the numbers are the same. */
    measured: z.object({ byScripts: z.int(), byGroups: z.int() }).optional(),
    /** Where nicknames came from, and for how many players. `unread`: the players' table could not be asked. */
    nicknames: z
      .object({
        field: z.string().nullable(),
        table: z.string().nullable(),
        fromLogs: z.int(),
        fromTable: z.int(),
        unknown: z.int(),
        unread: z.int(),
      })
      .optional(),
  })
  .meta({ id: 'RetentionReceipt' })

export const sheetStates = ['none', 'kept', 'old_form'] as const

export const analysis = z
  .object({
    run,
    source: z.string(),
    zone: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    lookbackDays: z.int().nullable(),
    sample: z.int().nullable(),
    identity: identity.default('uid'),
    gapSeconds: z.number().default(300),
    sessionCapSeconds: z.number().nullable().default(null),
    /** The metrics of the definition in the versions that it holds. */
    metrics: z.array(z.object({ name: z.string(), label: z.string(), version: z.int() })).default([]),
    /** Columns of the sheet in its order: those every player has, then the metrics of the definition. */
    columns: z.array(z.string()).default([]),
    /** `none` until the run has ended well; `old_form` where the sheet was stored in a form that is not read any more: run it again. */
    sheet: z.enum(sheetStates).default('none'),
    summary: summary.nullable(),
    receipt: receipt.nullable(),
  })
  .meta({ id: 'Analysis' })
export const analysisPage = pageOf(analysis).meta({ id: 'AnalysisPage' })
/** Columns a list of analyses may be sorted by. */
export const analysisSorts = ['createdAt', 'from', 'to', 'source'] as const
export const analysisQuery = z.strictObject({ ...paging, source: z.string().max(100).optional() })

/** One new player: these columns, then one for each metric of the analysis, in the order of `Analysis.columns`. */
export const playerRow = z
  .object({
    uid: z.string(),
    auth_id: z.string(),
    nickname: z.string(),
    first_login_time: z.iso.datetime({ precision: 3 }),
    retention_status: z.enum(retentionStatuses),
    country: z.string(),
    device: z.string(),
    active_seconds: z.int(),
  })
  // A metric is null where its log family is not collected, or its days are not over: that is not 0.
  .catchall(z.number().nullable())
  .meta({ id: 'PlayerRow' })
/** Columns that every sheet begins with. */
export const playerColumns = playerRow.keyof().options
/** Which row of a uid: where an account makes the player there may be several. */
export const playerName = z.strictObject({ account: z.string().max(2_000).optional() })
export const playerPage = pageOf(playerRow).meta({ id: 'PlayerPage' })
export const playerQuery = z.strictObject({
  ...paging,
  /** Part of uid, account or nickname, whatever the case of its letters. */
  q: z.string().trim().max(200).optional(),
  status: z.enum(retentionStatuses).optional(),
  country: z.string().max(255).optional(),
  device: z.string().max(255).optional(),
  where: z
    .string()
    .max(1_000)
    .refine((text) => parseConditions(text) !== null, { error: 'where_malformed' })
    .optional()
    .describe(
      'Conditions on numeric columns, all of which hold, with commas: active_seconds>=600,retention_d1=1. Operators >= <= > < =; the value is a number, for first_login_time an instant with offset; =null finds what is not known.',
    ),
})

export type AnalysisRequest = z.infer<typeof analysisRequest>
export type Analysis = z.infer<typeof analysis>
export type AnalysisPage = z.infer<typeof analysisPage>
export type Summary = z.infer<typeof summary>
export type Receipt = z.infer<typeof receipt>
export type PlayerRow = z.infer<typeof playerRow>
export type PlayerPage = z.infer<typeof playerPage>
export type AnalysisQuery = z.infer<typeof analysisQuery>
export type PlayerQuery = z.infer<typeof playerQuery>
