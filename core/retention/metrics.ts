import type { Range } from './window.ts'
import { DAY_MS } from './window.ts'

export type Condition = { readonly field: string; readonly equals: string | number | boolean }

/**
 * How documents become a number: `documents` counts them, `any` is 1 when there is one, `sum` adds a field up, `distinct`
 * counts the different values of a field, exactly. A document counts once, however many objects of its body match.
 */
export type Rule =
  | { readonly kind: 'documents' }
  | { readonly kind: 'any' }
  | { readonly kind: 'sum'; readonly field: string }
  | { readonly kind: 'distinct'; readonly field: string }

/** Days of 24 hours after the first login, half-open: { fromDay: 0, toDay: 1 } is the first 24 hours. */
export type DayWindow = { readonly fromDay: number; readonly toDay: number }

/** One metric of a player, as data. `where` conditions on the body hold for one and the same body object. */
export type Metric = {
  /** Name of the column: lower case letters, digits and underscores. */
  readonly name: string
  /** What people read above the column. */
  readonly label: string
  /** The part of an index name after the source's prefix. */
  readonly family: string
  readonly where: readonly Condition[]
  readonly rule: Rule
  /** Field that names the player; the document's own identity when null. */
  readonly subject: string | null
  readonly window: DayWindow
}

/** A metric of the catalogue with the version that was used. */
export type VersionedMetric = Metric & { readonly version: number }

const ownDay0 = { subject: null, window: { fromDay: 0, toDay: 1 } } as const
const documents = { kind: 'documents' } as const

/** The nine metrics that every catalogue begins with, in the order of the sheet. Source: the 2025 script, with its faults mended. */
export const defaultMetrics: readonly Metric[] = [
  {
    name: 'retention_d1',
    label: 'Came back on day 1',
    family: 'login_comp',
    where: [],
    rule: { kind: 'any' },
    subject: null,
    window: { fromDay: 1, toDay: 2 },
  },
  {
    name: 'tutorial_entry',
    label: 'Tutorials entered',
    family: 'tutorial_entry',
    ...ownDay0,
    where: [{ field: 'body.action', equals: 'Start' }],
    rule: documents,
  },
  {
    name: 'tutorial_completed',
    label: 'Tutorials completed',
    family: 'log_tutorial',
    ...ownDay0,
    where: [
      { field: 'body.action_type', equals: 'Complet' },
      { field: 'body.stage_type', equals: 'result' },
    ],
    rule: documents,
  },
  { name: 'dungeon_entry_count', label: 'Dungeons entered', family: 'survival_sta', ...ownDay0, where: [], rule: documents },
  {
    name: 'dungeon_escape_count',
    label: 'Dungeons escaped',
    family: 'survival_end',
    ...ownDay0,
    where: [{ field: 'body.result', equals: 1 }],
    rule: documents,
  },
  {
    name: 'monster_kill_count',
    label: 'Monsters killed',
    family: 'survival_end',
    ...ownDay0,
    where: [],
    rule: { kind: 'sum', field: 'body.play_stats.monster_kill_cnt' },
  },
  { name: 'player_kill_count', label: 'Players killed', family: 'player_kill', ...ownDay0, where: [], rule: documents, subject: 'body.instigator_uid' },
  { name: 'matching_complete_count', label: 'Matches completed', family: 'matching_complete', ...ownDay0, where: [], rule: documents },
  {
    name: 'friend_add_count',
    label: 'Friends added',
    family: 'friend',
    ...ownDay0,
    where: [
      { field: 'body.oper_type', equals: 0 },
      { field: 'body.friend_type', equals: 0 },
    ],
    rule: documents,
  },
]

/** The metric from which a sheet tells whether a player came back: every analysis holds it. */
export const RETENTION_METRIC = 'retention_d1'

export const loginFamily = 'login_comp'
/** Where the device of a login stands. */
export const deviceField = 'body.device_mod'

/** Columns of the sheet that are no metrics: no metric may take their names. */
export const baseColumns = ['uid', 'auth_id', 'nickname', 'first_login_time', 'retention_status', 'country', 'device', 'active_seconds', 'seq'] as const

/** A sum as people would write it: what adding up broken numbers in twos leaves behind the fifteenth digit is taken off. */
export const writtenSum = (sum: number): number => (Number.isInteger(sum) ? sum : Number(sum.toPrecision(15)))

/** When a metric looks at a player who first logged in at `firstMs`: half-open, to the millisecond. */
export const windowOf = (firstMs: number, { fromDay, toDay }: DayWindow): Range => ({ from: firstMs + fromDay * DAY_MS, to: firstMs + toDay * DAY_MS })

/**
 * Whether a metric of a player can be told from a snapshot opened at `openedAt`. The first day is shown as it stands, while
 * it goes on as well; of every other window nothing is known until it is over.
 */
export const isKnown = (firstMs: number, window: DayWindow, openedAt: number): boolean =>
  (window.fromDay === 0 && window.toDay === 1) || windowOf(firstMs, window).to <= openedAt

/** Fields that the metrics of one family read, each once; those that are added up must be numbers. */
export function fieldsOf(list: readonly Metric[], family: string): { name: string; numeric: boolean }[] {
  const fields = new Map<string, boolean>()
  for (const metric of list) {
    if (metric.family !== family) continue
    for (const { field } of metric.where) fields.set(field, fields.get(field) ?? false)
    if (metric.subject !== null) fields.set(metric.subject, fields.get(metric.subject) ?? false)
    if (metric.rule.kind === 'distinct') fields.set(metric.rule.field, fields.get(metric.rule.field) ?? false)
    if (metric.rule.kind === 'sum') fields.set(metric.rule.field, true)
  }
  return [...fields].map(([name, numeric]) => ({ name, numeric }))
}
