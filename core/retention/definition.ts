import { createHash } from 'node:crypto'
import type { IdentityRule } from './identity.ts'
import { defaultMetrics, type VersionedMetric } from './metrics.ts'
import { bucketOf, DAY_MS, GAP_MS, type Range } from './window.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** JSON with keys in order of their UTF-16 code units and no spaces: equal values give equal text. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one as Json)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value as { readonly [key: string]: Json }).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`
}

/** How active time is added up: gaps of at most `gapMs`; a chain of such gaps counts for at most `sessionCapMs`. */
export type Activity = { gapMs: number; sessionCapMs: number | null }

/** The game's own table of players, read for nicknames. */
export type NicknameTable = { environmentId: string; table: string; uidColumn: string; nicknameColumn: string }
/** Where nicknames come from, in this order. */
export type NicknameSource = { field: string | null; table: NicknameTable | null }

export { type IdentityRule, identities } from './identity.ts'

export type DefinitionInput = {
  sourceId: string
  prefix: string
  window: Range
  lookbackDays: number | null
  sample: number | null
  identity?: IdentityRule
  activity?: Activity
  nickname?: NicknameSource
  /** In the order of the columns. */
  metrics?: readonly VersionedMetric[]
}

/** What a stored definition says, read back. */
export type Definition = {
  source: { id: string; prefix: string }
  window: Range
  lookbackDays: number | null
  sample: number | null
  identity: IdentityRule
  activity: Activity & { bucketMs: number }
  nickname: NicknameSource
  metrics: readonly VersionedMetric[]
}

const newMeans: Record<IdentityRule, string> = {
  uid: 'no login of the uid before the window within the look-back',
  account: 'no login of the account before the window within the look-back',
  either: 'no login of the uid, nor of the account of its first login, before that login within the look-back',
}

const firstVersions = (): VersionedMetric[] => defaultMetrics.map((metric) => ({ ...metric, version: 1 }))

const plainMetric = ({ where, rule, window, ...metric }: VersionedMetric): Json => ({
  ...metric,
  where: where.map((one) => ({ ...one })),
  rule: { ...rule },
  window: { ...window },
})

/** All that decides the numbers of an analysis, apart from the logs: two analyses with the same definition on the same logs are equal. */
export function definitionOf(input: DefinitionInput): { [key: string]: Json } {
  const { identity = 'uid', activity = { gapMs: GAP_MS, sessionCapMs: null }, nickname = { field: null, table: null } } = input
  return {
    version: 2,
    source: { id: input.sourceId, prefix: input.prefix },
    window: { fromMs: input.window.from, toMs: input.window.to },
    lookbackDays: input.lookbackDays,
    sample: input.sample === null ? null : { players: input.sample, by: identity === 'account' ? 'fnv1a-account' : 'fnv1a-uid' },
    identity,
    newMeans: newMeans[identity],
    dayMs: DAY_MS,
    activity: { ...activity, bucketMs: bucketOf(activity.gapMs), events: 'every index, by uid' },
    nickname: { field: nickname.field, table: nickname.table && { ...nickname.table } },
    metrics: (input.metrics ?? firstVersions()).map(plainMetric),
  }
}

type Stored = Omit<Definition, 'window' | 'sample' | 'metrics'> & {
  version: 1 | 2
  window: { fromMs: number; toMs: number }
  sample: { players: number } | null
  metrics: readonly (VersionedMetric & { day?: number })[]
}

/** Metrics as the first version of definitions wrote them: one day instead of a window, no label, no version. */
function readMetric({ day, ...metric }: VersionedMetric & { day?: number }): VersionedMetric {
  if (day === undefined) return metric
  const known = defaultMetrics.find(({ name }) => name === metric.name)
  return { ...metric, label: known?.label ?? metric.name, window: { fromDay: day, toDay: day + 1 }, version: 1 }
}

/** Reads a definition that `definitionOf` wrote, in this version of the console or an earlier one. */
export function readDefinition(json: unknown): Definition {
  const stored = json as Stored
  const { source, lookbackDays, identity } = stored
  const { gapMs, bucketMs, sessionCapMs = null } = stored.activity
  return {
    source,
    window: { from: stored.window.fromMs, to: stored.window.toMs },
    lookbackDays,
    sample: stored.sample?.players ?? null,
    identity,
    activity: { gapMs, bucketMs, sessionCapMs },
    nickname: stored.version === 1 ? { field: null, table: null } : stored.nickname,
    metrics: stored.metrics.map(readMetric),
  }
}

/** SHA-256 of the canonical definition, hex. */
export const definitionHash = (definition: Json): string => createHash('sha256').update(canonical(definition)).digest('hex')
