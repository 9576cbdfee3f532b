import { z } from 'zod'
import { retentionStatuses } from '#core/retention/sheet.ts'
import { pageOf, paging } from '#core/shared/paging.ts'
import { run } from '#features/runs/schema.ts'

const instant = z.iso.datetime({ offset: true })

export const analysisRequest = z
  .strictObject({
    /** Name or id of a log source. */
    source: z.string().min(1).max(100),
    /** First logins in [from, to); both with offset, exact to the millisecond. */
    from: instant,
    to: instant,
    /** How many days before `from` to look for earlier logins; everything there is when left out. */
    lookbackDays: z.int().min(1).max(3650).optional(),
    /** Analyse only this many players, chosen by hash of uid; the result is labelled. */
    sample: z.int().min(1).max(10_000_000).optional(),
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
    /** Players with at least one completed tutorial; null where tutorials are not collected. */
    tutorialCompleted: z.int().nullable(),
    /** Size of the sample when one was asked for. */
    sampledFrom: z.int().nullable(),
  })
  .meta({ id: 'RetentionSummary' })

export const receipt = z
  .object({
    definitionHash: z.string(),
    source: z.object({ name: z.string(), url: z.string(), prefix: z.string(), version: z.string() }),
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
    /** Uids with more than one account; one row each, first account. */
    severalAccounts: z.int(),
    documentsWithoutUid: z.number(),
  })
  .meta({ id: 'RetentionReceipt' })

export const analysis = z
  .object({
    run,
    source: z.string(),
    zone: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    lookbackDays: z.int().nullable(),
    sample: z.int().nullable(),
    summary: summary.nullable(),
    receipt: receipt.nullable(),
  })
  .meta({ id: 'Analysis' })
export const analysisPage = pageOf(analysis).meta({ id: 'AnalysisPage' })
/** Columns a list of analyses may be sorted by. */
export const analysisSorts = ['createdAt', 'from', 'to', 'source'] as const
export const analysisQuery = z.strictObject({ ...paging, source: z.string().max(100).optional() })

/** One new player, in the order and under the names of the sheet. */
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
    retention_d1: z.union([z.literal(0), z.literal(1)]).nullable(),
    // A metric is null where its log family is not collected: that is not 0.
    tutorial_entry: z.int().nullable(),
    tutorial_completed: z.int().nullable(),
    dungeon_entry_count: z.int().nullable(),
    dungeon_escape_count: z.int().nullable(),
    monster_kill_count: z.number().nullable(),
    player_kill_count: z.int().nullable(),
    matching_complete_count: z.int().nullable(),
    friend_add_count: z.int().nullable(),
  })
  .meta({ id: 'PlayerRow' })
export const playerPage = pageOf(playerRow).meta({ id: 'PlayerPage' })
export const playerQuery = z.strictObject({
  ...paging,
  /** Part of uid, account or nickname. */
  q: z.string().trim().max(200).optional(),
  status: z.enum(retentionStatuses).optional(),
  country: z.string().max(255).optional(),
  device: z.string().max(255).optional(),
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
