import { expect, it } from 'vitest'
import { planInstants } from './instants-plan.ts'
import type { FamilyMapping } from './mapping.ts'
import { defaultMetrics } from './metrics.ts'

const family = (name: string, nested: boolean): FamilyMapping => ({
  indices: [`logs-${name}`],
  nested,
  fields: { 'body.instigator_uid': 'body.instigator_uid.keyword' },
})
const mappingOf = (nested: boolean) => ({
  uid: 'uid.keyword',
  authId: 'auth.id.keyword',
  families: Object.fromEntries([...new Set(defaultMetrics.map((metric) => metric.family))].map((name) => [name, family(name, nested)])),
})
const names = (list: readonly { metric: { name: string } }[]): string[] => list.map(({ metric }) => metric.name)

it('counts what has no condition among the events of the first day, and asks for the rest', () => {
  const plan = planInstants(defaultMetrics, mappingOf(true), 'uid')
  expect(names(plan.counted)).toEqual(['dungeon_entry_count', 'matching_complete_count'])
  expect(names(plan.asked)).toEqual(['retention_d1', 'tutorial_entry', 'tutorial_completed', 'dungeon_escape_count', 'friend_add_count'])
  expect(names(plan.named)).toEqual(['player_kill_count'])
  expect(plan.rest.map(({ name }) => name)).toEqual(['monster_kill_count'])
})

it('finds whom a plain body names by the field itself', () => {
  const { asked, named } = planInstants(defaultMetrics, mappingOf(false), 'uid')
  expect(named).toEqual([])
  expect(asked.find(({ metric }) => metric.name === 'player_kill_count')?.field).toBe('body.instigator_uid.keyword')
})

it('active time is of the uid, so that by account nothing is counted from its events', () => {
  const plan = planInstants(defaultMetrics, mappingOf(true), 'account')
  expect(plan.counted).toEqual([])
  expect(names(plan.asked)).toContain('dungeon_entry_count')
})

it('by uid or account, a document may be two players’: instants do not tell', () => {
  const plan = planInstants(defaultMetrics, mappingOf(true), 'either')
  expect([...names(plan.counted), ...names(plan.asked)]).toEqual([])
  expect(names(plan.named)).toEqual(['player_kill_count'])
})

it('leaves conditions on the object that names a player, sums and different values to others', () => {
  const [metric] = defaultMetrics.filter(({ name }) => name === 'player_kill_count')
  if (!metric) throw new Error('the catalogue has kills')
  const where = [{ field: 'body.weapon', equals: 'bow' }]
  const sum = { ...metric, rule: { kind: 'sum', field: 'body.damage' } as const }
  const distinct = { ...metric, rule: { kind: 'distinct', field: 'body.weapon' } as const }
  expect(planInstants([{ ...metric, where }, sum, distinct, { ...metric, family: 'absent' }], mappingOf(true), 'uid').rest).toHaveLength(4)
})
