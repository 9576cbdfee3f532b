import { describe, expect, it } from 'vitest'
import { defaultMetrics } from '#core/retention/metrics.ts'
import { type Metric, metricRequest } from '#features/retention/metrics/schema.ts'
import {
  changedParts,
  changeOf,
  definitionOf,
  emptyMetric,
  equalsOf,
  faultsOf,
  formOf,
  formPathOf,
  instantIn,
  type MetricForm,
  metricFilterOf,
  requestOf,
  textOf,
  tryableOf,
} from '#features/retention/metrics/view.ts'

const kept = defaultMetrics.map(
  (metric): Metric => ({
    ...metric,
    where: [...metric.where],
    version: 1,
    active: true,
    builtIn: true,
    author: null,
    createdAt: '2026-11-01T00:00:00.000Z',
  }),
)
const whole: MetricForm = { ...emptyMetric, name: 'bosses', label: ' Bosses ', family: 'survival_end', rule: 'sum', ruleField: ' body.bosses ' }

describe('the form of a metric', () => {
  it.each(kept)('$name comes back from the form as it was', (metric) => {
    expect(requestOf(formOf(metric))).toEqual(definitionOf(metric))
    expect(metricRequest.safeParse(requestOf(formOf(metric))).success).toBe(true)
    expect(changeOf(formOf(metric), metric)).toEqual({})
  })

  it.each([
    ['1', 1],
    ['-2.5', -2.5],
    ['true', true],
    ['Start', 'Start'],
    ['"7"', '7'],
    ['"say \\"x\\""', 'say "x"'],
    ['01a', '01a'],
    ['01', '01'],
    ['"\\q"', '"\\q"'],
  ])('%s is %j', (text, value) => {
    expect(equalsOf(text)).toBe(value)
    expect(equalsOf(textOf(value))).toBe(value)
  })

  it.each<[Partial<MetricForm>, Record<string, string>]>([
    [{}, {}],
    [{ name: 'Bosses' }, { name: 'nameWrong' }],
    [{ name: 'uid' }, { name: 'nameReserved' }],
    [{ label: ' ' }, { label: 'labelMissing' }],
    [{ family: 'a-b' }, { family: 'familyWrong' }],
    [{ ruleField: '' }, { ruleField: 'fieldMissing' }],
    [{ rule: 'any', ruleField: '' }, {}],
    [{ subject: 'body..x' }, { subject: 'fieldWrong' }],
    [{ where: [{ key: 'a', field: '', value: '' }] }, { 'where.0.field': 'fieldMissing', 'where.0.value': 'valueMissing' }],
    [{ fromDay: '' }, { fromDay: 'dayMissing' }],
    [{ toDay: 92 }, { toDay: 'dayMissing' }],
    [{ fromDay: 2, toDay: 2 }, { toDay: 'windowEmpty' }],
  ])('%j has the faults %j, and the API takes it only without', (change, faults) => {
    const form = { ...whole, ...change }
    expect(faultsOf(form)).toEqual(faults)
    if (Object.keys(faults).length === 0) expect(metricRequest.safeParse(requestOf(form)).success).toBe(true)
  })

  it('can be tried out before it has a name', () => {
    expect(tryableOf({ ...whole, name: '', label: '' })).toMatchObject({ name: 'not_named_yet', label: 'not_named_yet', family: 'survival_end' })
    expect(tryableOf({ ...whole, family: '' })).toBeNull()
  })

  it('sends what was changed and nothing else', () => {
    const [first, second] = kept as [Metric, Metric]
    expect(changeOf({ ...formOf(second), toDay: 3 }, second)).toEqual({ window: { fromDay: 0, toDay: 3 } })
    expect(changeOf({ ...formOf(second), where: [] }, second)).toEqual({ where: [] })
    expect(changedParts(first, { ...first, active: false, label: 'x' })).toEqual(['label', 'active'])
  })

  it.each([
    ['rule.field', 'ruleField'],
    ['window', 'toDay'],
    ['window.fromDay', 'fromDay'],
    ['where.2.equals', 'where.2.value'],
    ['name', 'name'],
  ])('the API’s %s is the form’s %s', (path, own) => {
    expect(formPathOf(path)).toBe(own)
  })
})

it('asks only for what the API knows', () => {
  const filters = { q: 'kill', family: null, state: 'maybe' }
  expect(metricFilterOf({ page: 2, pageSize: 50, sort: '-name', filters })).toEqual({ page: 2, pageSize: 50, sort: '-name', q: 'kill' })
  expect(metricFilterOf({ page: 1, pageSize: 50, sort: null, filters: { ...filters, state: 'off' } })).toMatchObject({ state: 'off' })
})

it.each([
  ['2026-11-01 12:00:00.123', '2026-11-01T03:00:00.123Z'],
  ['2026-11-01T12:00', '2026-11-01T03:00:00.000Z'],
  ['2026-11-01 12:00:05.5', '2026-11-01T03:00:05.500Z'],
  ['2026-11-01T12:00:00.123Z', '2026-11-01T12:00:00.123Z'],
  ['2026-11-01T12:00:00+09:00', '2026-11-01T03:00:00.000Z'],
  ['2026-13-01 12:00:00', null],
  ['yesterday', null],
])('%s in Seoul is %s', (text, iso) => {
  const at = instantIn(text, 'Asia/Seoul')
  expect(at === null ? null : new Date(at).toISOString()).toBe(iso)
})
