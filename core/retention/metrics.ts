export type Condition = { field: string; equals: string | number }

/**
 * How documents become a number: `documents` counts them, `any` is 1 when there is one, `sum` adds a field up.
 * A document counts once, however many objects of its body match.
 */
export type Rule = { kind: 'documents' } | { kind: 'any' } | { kind: 'sum'; field: string }

/** One metric of a player, as data. `where` conditions hold for one and the same body object. */
export type Metric = {
  name: string
  family: string
  /** Day after the first login that it looks at: 0 is the first 24 hours. */
  day: 0 | 1
  where: readonly Condition[]
  rule: Rule
  /** Field that names the player; the document's own uid when null. */
  subject: string | null
}

const ownDay0 = { day: 0, subject: null } as const
const documents = { kind: 'documents' } as const

/** The nine metrics of the sheet, in its order. Source: the 2025 script, with its faults mended. */
export const metrics = [
  { name: 'retention_d1', family: 'login_comp', day: 1, where: [], rule: { kind: 'any' }, subject: null },
  { name: 'tutorial_entry', family: 'tutorial_entry', ...ownDay0, where: [{ field: 'body.action', equals: 'Start' }], rule: documents },
  {
    name: 'tutorial_completed',
    family: 'log_tutorial',
    ...ownDay0,
    where: [
      { field: 'body.action_type', equals: 'Complet' },
      { field: 'body.stage_type', equals: 'result' },
    ],
    rule: documents,
  },
  { name: 'dungeon_entry_count', family: 'survival_sta', ...ownDay0, where: [], rule: documents },
  { name: 'dungeon_escape_count', family: 'survival_end', ...ownDay0, where: [{ field: 'body.result', equals: 1 }], rule: documents },
  { name: 'monster_kill_count', family: 'survival_end', ...ownDay0, where: [], rule: { kind: 'sum', field: 'body.play_stats.monster_kill_cnt' } },
  { name: 'player_kill_count', family: 'player_kill', day: 0, where: [], rule: documents, subject: 'body.instigator_uid' },
  { name: 'matching_complete_count', family: 'matching_complete', ...ownDay0, where: [], rule: documents },
  {
    name: 'friend_add_count',
    family: 'friend',
    ...ownDay0,
    where: [
      { field: 'body.oper_type', equals: 0 },
      { field: 'body.friend_type', equals: 0 },
    ],
    rule: documents,
  },
] as const satisfies readonly Metric[]

export type MetricName = (typeof metrics)[number]['name']

export const loginFamily = 'login_comp'
/** Where the device of a login stands. */
export const deviceField = 'body.device_mod'

/** Body fields that the metrics of one family read, each once; those that are added up must be numbers. */
export function bodyFieldsOf(list: readonly Metric[], family: string): { name: string; numeric: boolean }[] {
  const fields = new Map<string, boolean>()
  for (const metric of list) {
    if (metric.family !== family) continue
    for (const { field } of metric.where) fields.set(field, fields.get(field) ?? false)
    if (metric.subject !== null) fields.set(metric.subject, false)
    if (metric.rule.kind === 'sum') fields.set(metric.rule.field, true)
  }
  return [...fields].map(([name, numeric]) => ({ name, numeric }))
}
