import { isReserved, LAST_DAY, METRIC_NAME } from '#core/retention/catalogue.ts'
import type { Condition, Rule } from '#core/retention/metrics.ts'
import { instantOf } from '#core/shared/zoned.ts'
import type { Metric, MetricChange, MetricQuery, MetricRequest } from '#features/retention/metrics/schema.ts'

export const metricFilterNames = ['q', 'family', 'state'] as const
type Url = { page: number; pageSize: number; sort: string | null; filters: Record<(typeof metricFilterNames)[number], string | null> }
export type MetricListFilter = Partial<MetricQuery>

/** The address of the list as the API asks for it; what it would refuse is left away. */
export function metricFilterOf({ page, pageSize, sort, filters: { q, family, state } }: Url): MetricListFilter {
  const known: MetricListFilter = state === 'on' || state === 'off' ? { state } : {}
  return { page, pageSize, ...(sort ? { sort } : {}), ...(q ? { q } : {}), ...(family ? { family } : {}), ...known }
}

export const ruleKinds = ['documents', 'any', 'sum', 'distinct'] as const
export type RuleKind = (typeof ruleKinds)[number]
export const takesField = (kind: RuleKind): kind is 'sum' | 'distinct' => kind === 'sum' || kind === 'distinct'

/** A condition as it is typed; `key` only tells rows apart. */
export type ConditionRow = { key: string; field: string; value: string }
/** What the form holds: text as it is typed, a day that was emptied is ''. */
export type MetricForm = {
  name: string
  label: string
  family: string
  where: ConditionRow[]
  rule: RuleKind
  ruleField: string
  /** Empty: the document's own player. */
  subject: string
  fromDay: number | ''
  toDay: number | ''
}

export const emptyMetric: MetricForm = { name: '', label: '', family: '', where: [], rule: 'documents', ruleField: '', subject: '', fromDay: 0, toDay: 1 }

const plain = /^(-?\d+(\.\d+)?|true|false|"(?:[^"\\]|\\.)*")$/

/** `1` is a number, `true` a yes or no, `Start` and `"7"` are text, as on the command line. */
export function equalsOf(text: string): Condition['equals'] {
  if (!plain.test(text)) return text
  try {
    return JSON.parse(text) as string | number | boolean
  } catch {
    return text
  }
}

/** What has to be typed for this value. */
export const textOf = (value: Condition['equals']): string => (typeof value === 'string' && !plain.test(value) ? value : JSON.stringify(value))

/** A metric as the form shows it. */
export function formOf({ name, label, family, where, rule, subject, window }: Metric): MetricForm {
  const rows = where.map(({ field, equals }, at) => ({ key: `kept-${at}`, field, value: textOf(equals) }))
  const ruleField = 'field' in rule ? rule.field : ''
  return { name, label, family, where: rows, rule: rule.kind, ruleField, subject: subject ?? '', ...window }
}

const FIELD = /^[\p{L}\p{N}_@-]+(\.[\p{L}\p{N}_@-]+)*$/u
const FAMILY = /^[a-z0-9][a-z0-9_]{0,98}$/
export const isField = (text: string): boolean => FIELD.test(text) && text.length <= 191

export type FormFault =
  | 'nameWrong'
  | 'nameReserved'
  | 'labelMissing'
  | 'familyWrong'
  | 'fieldMissing'
  | 'fieldWrong'
  | 'valueMissing'
  | 'dayMissing'
  | 'windowEmpty'

const fieldFault = (text: string): FormFault | null => (text.trim() === '' ? 'fieldMissing' : isField(text.trim()) ? null : 'fieldWrong')

function dayFaults({ fromDay, toDay }: MetricForm): [string, FormFault][] {
  const from: [string, FormFault][] = fromDay === '' || fromDay < 0 || fromDay >= LAST_DAY ? [['fromDay', 'dayMissing']] : []
  const to: [string, FormFault][] = toDay === '' || toDay < 1 || toDay > LAST_DAY ? [['toDay', 'dayMissing']] : []
  if (from.length + to.length > 0) return [...from, ...to]
  return fromDay < toDay ? [] : [['toDay', 'windowEmpty']]
}

/** What is wrong with the metric that a form describes, by the path of its field; the name and label apart, because a try-out needs neither. */
function definitionFaults(form: MetricForm): [string, FormFault][] {
  const faults: [string, FormFault | null][] = [
    ['family', FAMILY.test(form.family.trim()) ? null : 'familyWrong'],
    ...form.where.flatMap(({ field, value }, at): [string, FormFault | null][] => [
      [`where.${at}.field`, fieldFault(field)],
      [`where.${at}.value`, value === '' ? 'valueMissing' : null],
    ]),
    ['ruleField', takesField(form.rule) ? fieldFault(form.ruleField) : null],
    ['subject', form.subject.trim() === '' ? null : fieldFault(form.subject)],
  ]
  return [...faults.filter((one): one is [string, FormFault] => one[1] !== null), ...dayFaults(form)]
}

/** Everything that is wrong with a form, by the path of its field, in the order of the fields. */
export function faultsOf(form: MetricForm): Record<string, FormFault> {
  const name: [string, FormFault][] = isReserved(form.name) ? [['name', 'nameReserved']] : METRIC_NAME.test(form.name) ? [] : [['name', 'nameWrong']]
  const label: [string, FormFault][] = form.label.trim() === '' ? [['label', 'labelMissing']] : []
  return Object.fromEntries([...name, ...label, ...definitionFaults(form)])
}

function ruleOf({ rule, ruleField }: MetricForm): Rule {
  return takesField(rule) ? { kind: rule, field: ruleField.trim() } : { kind: rule }
}

/** The form as the API wants a new metric; the form has no faults. */
export function requestOf(form: MetricForm): MetricRequest {
  return {
    name: form.name,
    label: form.label.trim(),
    family: form.family.trim(),
    where: form.where.map(({ field, value }) => ({ field: field.trim(), equals: equalsOf(value) })),
    rule: ruleOf(form),
    subject: form.subject.trim() || null,
    window: { fromDay: Number(form.fromDay), toDay: Number(form.toDay) },
  }
}

/** The metric to try out, also before it has a name; null while something of it is missing. */
export function tryableOf(form: MetricForm): MetricRequest | null {
  if (definitionFaults(form).length > 0) return null
  const name = METRIC_NAME.test(form.name) ? form.name : 'not_named_yet'
  // Its label changes no number: another one is no reason to count again.
  return { ...requestOf(form), name, label: name }
}

/** The parts of a metric that may change. */
export const metricParts = ['label', 'family', 'where', 'rule', 'subject', 'window', 'active'] as const
export type MetricPart = (typeof metricParts)[number]

/** What a version changed of the one before it. */
export const changedParts = (before: Metric, after: Metric): MetricPart[] =>
  metricParts.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]))

/** What a form changes of a metric: only that. */
export function changeOf(form: MetricForm, present: Metric): MetricChange {
  const next = requestOf(form)
  const changed = changedParts(present, { ...present, ...next })
  return Object.fromEntries(changed.map((part) => [part, part === 'active' ? present.active : next[part]]))
}

/** The definition alone, as the API takes it. */
export const definitionOf = ({ name, label, family, where, rule, subject, window }: Metric): MetricRequest => ({
  name,
  label,
  family,
  where,
  rule,
  subject,
  window,
})

/** The instant of `2026-11-01 12:00:00.000` on the clocks of the zone, or of a time with an offset; null when it is neither. */
export function instantIn(text: string, zone: string): number | null {
  const said = text.trim()
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(said)) return Number.isNaN(Date.parse(said)) ? null : Date.parse(said)
  const wall = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?(?:\.(\d{1,3}))?$/.exec(said)
  const second = wall && instantOf(`${wall[1]} ${wall[2]}${wall[3] ?? ':00'}`, zone)
  return second === null ? null : second + Number((wall?.[4] ?? '').padEnd(3, '0'))
}

/** Where the API says something of a part that the form has under another name. */
export const formPathOf = (path: string): string =>
  path
    .replace(/^rule(\.field)?$/, 'ruleField')
    .replace(/^window\.(fromDay|toDay)$/, '$1')
    .replace(/^window$/, 'toDay')
    .replace(/\.equals$/, '.value')
