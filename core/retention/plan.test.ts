import { describe, expect, it } from 'vitest'
import type { FamilyMapping, LogMapping } from './mapping.ts'
import { fieldsOf, type Metric, defaultMetrics as metrics } from './metrics.ts'
import { planPasses } from './plan.ts'
import { documentHits } from './queries/hits.ts'
import { rowsBody } from './queries/rows.ts'

const families = [...new Set(metrics.map((metric) => metric.family))]
const familyMapping = (family: string, nested: boolean): FamilyMapping => ({
  indices: [`p-${family}`],
  nested,
  fields: Object.fromEntries(fieldsOf(metrics, family).map(({ name, numeric }) => [name, numeric ? name : `${name}.keyword`])),
})
const gap = { gapMs: 300_000 }
const mappingOf = (nested: boolean, list = families): LogMapping => ({
  uid: 'uid.keyword',
  authId: null,
  families: Object.fromEntries(list.map((family) => [family, familyMapping(family, nested)])),
})

const selection = { uids: ['a'], range: { from: 0, to: 10 } }
const passOf = (nested: boolean, family: string, day: number) => {
  const mapping = mappingOf(nested)
  const pass = planPasses(metrics, mapping, gap).rows.find((one) => one.family === family && one.window.fromDay === day)
  if (!pass) throw new Error(`no pass for ${family}`)
  return { pass, body: JSON.stringify(rowsBody(mapping, pass.query, selection, 10, null)) }
}

it('asks once per family and day, and for player kills by who did it', () => {
  const plan = planPasses(metrics, mappingOf(true), gap)
  expect(plan.rows.map((pass) => [pass.family, pass.metrics])).toEqual([
    ['login_comp', ['retention_d1']],
    ['tutorial_entry', ['tutorial_entry']],
    ['log_tutorial', ['tutorial_completed']],
    ['survival_sta', ['dungeon_entry_count']],
    ['survival_end', ['dungeon_escape_count', 'monster_kill_count']],
    ['matching_complete', ['matching_complete_count']],
    ['friend', ['friend_add_count']],
  ])
  expect(plan.documents.map((pass) => [pass.metric.name, pass.metric.subject])).toEqual([['player_kill_count', 'body.instigator_uid']])
  expect(plan.notCollected).toEqual([])
})

it('asks yes or no to the same conditions by documents that meet them, however many metrics ask', () => {
  const bow = { family: 'friend', label: 'x', where: [{ field: 'body.oper_type', equals: 0 }], subject: null, window: { fromDay: 1, toDay: 2 } }
  const twice = ['a', 'b'].map((name): Metric => ({ ...bow, name, rule: { kind: 'any' } }))
  const mapping = mappingOf(true)
  const [pass] = planPasses(twice, mapping, gap).rows
  expect(pass?.metrics).toEqual(['a', 'b'])
  expect(JSON.stringify(pass?.query.filters)).toContain('body.oper_type')
  expect(pass?.query.measures.map(({ aggregation }) => aggregation)).toEqual([null, null])
})

it('leaves metrics of missing families out', () => {
  const plan = planPasses(metrics, mappingOf(true, ['login_comp', 'friend']), gap)
  expect(plan.rows.map((pass) => pass.family)).toEqual(['login_comp', 'friend'])
  expect(plan.documents).toEqual([])
  expect(plan.notCollected).toContain('player_kill_count')
  expect(plan.notCollected).toHaveLength(7)
})

describe('conditions on the body', () => {
  it('hold for one and the same nested object', () => {
    const { body } = passOf(true, 'log_tutorial', 0)
    expect(body).toContain(
      '{"nested":{"path":"body","query":{"bool":{"filter":[{"term":{"body.action_type.keyword":"Complet"}},{"term":{"body.stage_type.keyword":"result"}}]}},"ignore_unmapped":true}}',
    )
  })

  it('stand bare where the body is not nested', () => {
    expect(passOf(false, 'log_tutorial', 0).body).not.toContain('nested')
  })
})

describe('sums', () => {
  it('are taken inside the nested objects', () => {
    const { pass, body } = passOf(true, 'survival_end', 0)
    expect(body).toContain('"m1":{"nested":{"path":"body"},"aggs":{"i":{"sum":{"field":"body.play_stats.monster_kill_cnt"}}}}')
    expect(pass.query.measures.map(({ read }, i) => read([{ doc_count: 3 }, { doc_count: 3, i: { value: 9 } }][i]))).toEqual([3, 9])
  })

  it('are read bare where the body is not nested', () => {
    const { pass } = passOf(false, 'survival_end', 0)
    expect(pass.query.measures.map(({ read }, i) => read([{ doc_count: 3 }, { value: 9 }][i]))).toEqual([3, 9])
  })

  it('may have a condition of their own', () => {
    const metric = {
      name: 'x',
      label: 'x',
      family: 'friend',
      window: { fromDay: 0, toDay: 1 },
      where: [{ field: 'body.oper_type', equals: 0 }],
      rule: { kind: 'sum' as const, field: 'body.n' },
      subject: null,
    }
    const [pass] = planPasses([metric], mappingOf(true), gap).rows
    expect(pass?.query.measures[0]?.read({ doc_count: 1, i: { doc_count: 1, s: { value: 4 } } })).toBe(4)
  })
})

it('repairs by exact pairs', () => {
  const mapping = mappingOf(true)
  const { activity } = planPasses(metrics, mapping, gap)
  const body = JSON.stringify(rowsBody(mapping, activity, { pairs: [{ uid: 'a', range: { from: 1, to: 2 } }] }, 10, { u: 'a', b: 0 }))
  expect(body).toContain('"should":[{"bool":{"filter":[{"term":{"uid.keyword":"a"}},{"range":{"@timestamp":{"gte":1,"lt":2,"format":"epoch_millis"}}}]}}]')
  expect(body).toContain('"after":{"u":"a","b":0}')
})

it('reads kills by the field that names who did it', () => {
  const metric = metrics.find(({ name }) => name === 'player_kill_count') as Metric
  const body = JSON.stringify(documentHits(mappingOf(true), familyMapping('player_kill', true), metric, 'uid.keyword')(['a'], { from: 0, to: 1 }))
  expect(body).toContain('"terms":{"body.instigator_uid.keyword":["a"]}')
})
