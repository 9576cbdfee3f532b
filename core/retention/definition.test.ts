import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonical, type DefinitionInput, definitionHash, definitionOf, type Json, readDefinition } from './definition.ts'
import { defaultMetrics, type Metric } from './metrics.ts'

const input = { sourceId: 's', prefix: 'p-', window: { from: 1, to: 2 }, lookbackDays: null, sample: null }

it('canonical text does not depend on the order of keys, and means the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value)) as Json
      const turned = (one: Json): Json =>
        Array.isArray(one)
          ? one.map(turned)
          : typeof one === 'object' && one !== null
            ? Object.fromEntries(
                Object.entries(one)
                  .reverse()
                  .map(([k, v]) => [k, turned(v)]),
              )
            : one
      expect(canonical(turned(json))).toBe(canonical(json))
      expect(JSON.parse(canonical(json))).toEqual(json)
    }),
  )
})

const metric = { ...(defaultMetrics[0] as Metric), version: 1 }
const changes: Partial<DefinitionInput>[] = [
  { prefix: 'q-' },
  { window: { from: 1, to: 3 } },
  { lookbackDays: 30 },
  { sample: 10 },
  { identity: 'account' },
  { identity: 'either' },
  { activity: { gapMs: 60_000, sessionCapMs: null } },
  { activity: { gapMs: 300_000, sessionCapMs: 600_000 } },
  { nickname: { field: 'body.nickname', table: null } },
  { metrics: [metric] },
  { metrics: [{ ...metric, version: 2 }] },
]

it.each(changes)('another %j is another definition', (change) => {
  expect(definitionHash(definitionOf({ ...input, ...change }))).not.toBe(definitionHash(definitionOf(input)))
})

it('the same definition has the same hash', () => {
  expect(definitionHash(definitionOf({ ...input }))).toBe(definitionHash(definitionOf(input)))
  expect(definitionHash(definitionOf(input))).toMatch(/^[0-9a-f]{64}$/)
})

it('is read back as it was written', () => {
  const activity = { gapMs: 7_000, sessionCapMs: 60_000 }
  const nickname = { field: null, table: { environmentId: 'e', table: 't', uidColumn: 'u', nicknameColumn: 'n' } }
  const asked: DefinitionInput = { ...input, lookbackDays: 3, sample: 9, identity: 'either', activity, nickname, metrics: [metric] }
  expect(readDefinition(JSON.parse(JSON.stringify(definitionOf(asked))))).toEqual({
    source: { id: 's', prefix: 'p-' },
    window: input.window,
    lookbackDays: 3,
    sample: 9,
    identity: 'either',
    activity: { ...activity, bucketMs: 7_000 },
    nickname,
    metrics: [metric],
  })
})

it('of the first version is read as what it meant', () => {
  const day = (name: string, on: number) => ({ name, family: 'f', day: on, where: [], rule: { kind: 'documents' }, subject: null })
  const first = {
    version: 1,
    source: { id: 's', prefix: 'p-' },
    window: { fromMs: 1, toMs: 2 },
    lookbackDays: null,
    sample: { players: 5, by: 'fnv1a-uid' },
    identity: 'uid',
    activity: { gapMs: 300_000, bucketMs: 300_000, events: 'every index' },
    metrics: [day('retention_d1', 1), day('unheard_of', 0)],
  }
  const read = readDefinition(first)
  expect(read).toMatchObject({ sample: 5, activity: { gapMs: 300_000, sessionCapMs: null }, nickname: { field: null, table: null } })
  expect(read.metrics.map(({ label, window, version }) => ({ label, window, version }))).toEqual([
    { label: 'Came back on day 1', window: { fromDay: 1, toDay: 2 }, version: 1 },
    { label: 'unheard_of', window: { fromDay: 0, toDay: 1 }, version: 1 },
  ])
})
