import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { castSize, eventsOf } from '#core/sample/events.ts'
import { firstDayOf, planOf } from '#core/sample/plan.ts'
import { indexOf, indicesOf, templateNameOf } from '#core/sample/templates.ts'
import { RunFailure } from '#core/shared/refusal.ts'
import { openSearch } from '#server/search/client.ts'
import type { RunContext } from '#workers/run-context.ts'
import { listMarks } from '#workers/sample/cluster.ts'
import { type LogTarget, prepareLogs, verifyLogs, writeLogs } from '#workers/sample/logs.ts'
import { contextOf, newJournal } from '#workers/sample/testing.ts'

const client = openSearch({ url: process.env.OPENSEARCH_URL ?? '' })
const prefix = `sample-test-${randomUUID().slice(0, 8)}-`
const plan = planOf(100, 11, firstDayOf(Date.parse('2026-11-21T12:00:00Z')))
const targetOf = (run: string): LogTarget => ({ client, prefix, plan, mark: { run, seed: plan.seed, players: plan.newPlayers }, chunk: 30 })

const expected: Record<string, number> = {}
for (let index = 0; index < castSize(plan); index++) {
  for (const { family } of eventsOf(plan, index)) expected[indexOf(prefix, family)] = (expected[indexOf(prefix, family)] ?? 0) + 1
}

async function load(run: string, context: RunContext<unknown>): Promise<Record<string, number>> {
  const target = targetOf(run)
  await prepareLogs(context, target)
  return verifyLogs(context, target, await writeLogs(context, target))
}

afterAll(async () => {
  await client.indices.delete({ index: `${prefix}*` })
  await client.indices.deleteIndexTemplate({ name: templateNameOf(prefix) }, { ignore: [404] })
  await client.close()
})

describe('logs', () => {
  it('are as many as the generator makes, and as many when loaded again', async () => {
    const first = newJournal()
    expect(await load('1', contextOf(first))).toEqual(expected)
    expect(first.lines).toEqual([])
    const second = newJournal()
    expect(await load('2', contextOf(second))).toEqual(expected)
    expect(second.lines).toEqual(['sample_replaced'])
  })

  it('go on where an aborted attempt ended', async () => {
    const journal = newJournal()
    await expect(load('3', contextOf(journal, 3))).rejects.toThrow('stopped')
    expect(journal.worked).toEqual(['prepare', 'logs/0', 'logs/30'])
    expect(await load('3', contextOf(journal))).toEqual(expected)
    expect(journal.worked.filter((name) => name === 'logs/30')).toHaveLength(1)
  })

  it('do not double when a chunk is written twice', async () => {
    const journal = newJournal()
    await expect(load('4', contextOf(journal, 3))).rejects.toThrow('stopped')
    journal.memos.delete('logs/30')
    expect(await load('4', contextOf(journal))).toEqual(expected)
  })

  it('are loaded anew when another load replaced the indices in between', async () => {
    const journal = newJournal()
    await expect(load('5', contextOf(journal, 3))).rejects.toThrow('stopped')
    await prepareLogs(contextOf(newJournal()), targetOf('6'))
    expect(await load('5', contextOf(journal))).toEqual(expected)
    expect(journal.lines).toContain('sample_indices_changed')
    expect([...(await listMarks(client, prefix)).values()].every((mark) => mark?.run === '5')).toBe(true)
  })

  it('fail when the cluster counts something else, and begin anew at the next attempt', async () => {
    const journal = newJournal()
    const target = targetOf('7')
    await prepareLogs(contextOf(journal), target)
    const written = await writeLogs(contextOf(journal), target)
    await client.index({ index: indexOf(prefix, 'friend'), body: { '@timestamp': 0 } })
    const failure = await verifyLogs(contextOf(journal), target, written).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(RunFailure)
    expect((failure as RunFailure).refusal.code).toBe('sample_count_differs')
    expect(await load('7', contextOf(journal))).toEqual(expected)
  })

  it('are mapped as the game maps them', async () => {
    const { body } = await client.transport.request({
      method: 'POST',
      path: `/${indexOf(prefix, 'survival_end')}/_search`,
      body: {
        size: 0,
        track_total_hits: true,
        query: { nested: { path: 'body', query: { term: { 'body.result': 1 } } } },
        aggs: { uids: { terms: { field: 'uid.keyword', size: 1 } }, accounts: { terms: { field: 'auth.id.keyword', size: 1 } } },
      },
    })
    const escapes = Array.from({ length: castSize(plan) }, (_, index) => eventsOf(plan, index))
      .flat()
      .filter(({ family, body: { result } }) => family === 'survival_end' && result === 1)
    expect(body).toMatchObject({ hits: { total: { value: escapes.length } } })
    expect(body).toMatchObject({ aggregations: { uids: { buckets: [{}] }, accounts: { buckets: [{}] } } })
  })

  it('are never written over indices of somebody else', async () => {
    const foreign = `${prefix}foreign`
    await client.indices.create({ index: foreign })
    const failure = await load('8', contextOf(newJournal())).catch((error: unknown) => error)
    await client.indices.delete({ index: foreign })
    expect((failure as RunFailure).refusal).toMatchObject({ code: 'sample_prefix_taken', params: { index: foreign } })
    expect((await listMarks(client, prefix)).size).toBe(indicesOf(prefix).length)
  })
})
