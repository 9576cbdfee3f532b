import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { castSize, eventsOf } from '#core/sample/events.ts'
import { gameTablesOf } from '#core/sample/game/game.ts'
import { gameEnvironments } from '#core/sample/game/table.ts'
import { firstDayOf, planOf } from '#core/sample/plan.ts'
import { indexOf, indicesOf, templateNameOf } from '#core/sample/templates.ts'
import { RunFailure } from '#core/shared/refusal.ts'
import { isDenied, openGameDatabase, quoteName } from '#server/game-database.ts'
import { openSearch } from '#server/search/client.ts'
import type { RunContext, Step } from '#workers/run-context.ts'
import { listMarks } from '#workers/sample/cluster.ts'
import { makeGameDatabase, verifyGameDatabase } from '#workers/sample/databases.ts'
import { type LogTarget, prepareLogs, verifyLogs, writeLogs } from '#workers/sample/logs.ts'

const client = openSearch({ url: process.env.OPENSEARCH_URL ?? '' })
const prefix = `sample-test-${randomUUID().slice(0, 8)}-`
const plan = planOf(100, 11, firstDayOf(Date.parse('2026-11-21T12:00:00Z')))
const databaseUrl = new URL(process.env.DATABASE_ADMIN_URL ?? process.env.DATABASE_URL ?? '')
databaseUrl.pathname = ''
const server = openGameDatabase(databaseUrl.toString())
const databaseOf = (environment: string): string => `qd_${prefix.replaceAll('-', '_')}${environment}`
const targetOf = (run: string): LogTarget => ({ client, prefix, plan, mark: { run, seed: plan.seed, players: plan.newPlayers }, chunk: 30 })

const expected: Record<string, number> = {}
for (let index = 0; index < castSize(plan); index++) {
  for (const { family } of eventsOf(plan, index)) expected[indexOf(prefix, family)] = (expected[indexOf(prefix, family)] ?? 0) + 1
}

type Journal = { memos: Map<string, unknown>; worked: string[]; lines: string[] }
const newJournal = (): Journal => ({ memos: new Map(), worked: [], lines: [] })

/** Steps at once and keeps their memos, as the platform does; `stopAfter` ends the attempt once so many steps were worked. */
function contextOf(journal: Journal, stopAfter = Number.POSITIVE_INFINITY): RunContext<unknown> {
  const stop = new AbortController()
  return {
    runId: '1',
    payload: {},
    signal: stop.signal,
    stage: async () => undefined,
    step: async <Work, Memo>({ name, work, memo }: Step<Work, Memo>): Promise<Memo> => {
      if (journal.memos.has(name)) return journal.memos.get(name) as Memo
      if (journal.worked.length >= stopAfter) stop.abort(new Error('stopped'))
      const kept = JSON.parse(JSON.stringify(memo(await work(stop.signal))))
      journal.worked.push(name)
      journal.memos.set(name, kept)
      return kept
    },
    forget: async (prefixes) => {
      for (const name of journal.memos.keys()) if (prefixes.some((one) => name.startsWith(one))) journal.memos.delete(name)
    },
    artefact: async () => undefined,
    log: async (_, code) => {
      journal.lines.push(code)
    },
  }
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
  await server.session(async (session) => {
    for (const environment of gameEnvironments) await session.execute(`DROP DATABASE IF EXISTS ${quoteName(databaseOf(environment))}`)
  })
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

describe.each(gameEnvironments)('game database %s', (environment) => {
  const made = { database: databaseOf(environment), environment, plan }
  const signal = new AbortController().signal

  it('has the rows of the generator, and again when made twice', async () => {
    const counts = Object.fromEntries(gameTablesOf(plan).map((table) => [table.name, table.rows(plan.seed, environment).length]))
    expect(await makeGameDatabase(server, made, signal)).toEqual(counts)
    expect(await makeGameDatabase(server, made, signal)).toEqual(counts)
    await verifyGameDatabase(server, made)
  })

  it('gives every cell back as it was written', async () => {
    await server.session(async (session) => {
      await session.execute(`USE ${quoteName(made.database)}`)
      const differing: unknown[] = []
      for (const table of gameTablesOf(plan)) {
        const columns = table.columns.map(quoteName).join(', ')
        const rows = await session.query(`SELECT ${columns} FROM ${quoteName(table.name)}`)
        const textOf = (cells: readonly unknown[]): string => JSON.stringify(cells.map((cell) => (cell === null ? null : String(cell))))
        const read = rows.map((row) => textOf(table.columns.map((column) => row[column]))).sort()
        const written = table.rows(plan.seed, environment).map(textOf).sort()
        for (const [n, text] of written.entries()) if (text !== read[n]) differing.push([table.name, text, read[n]])
      }
      expect(differing).toEqual([])
    })
  })

  it('holds all its references', async () => {
    await server.session(async (session) => {
      await session.execute(`USE ${quoteName(made.database)}`)
      const keys = await session.query(
        'SELECT TABLE_NAME AS t, COLUMN_NAME AS c, REFERENCED_TABLE_NAME AS rt, REFERENCED_COLUMN_NAME AS rc FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME IS NOT NULL',
        [made.database],
      )
      expect(keys.length).toBeGreaterThan(4)
      for (const { t, c, rt, rc } of keys) {
        const [from, column, to, key] = [t, c, rt, rc].map((name) => quoteName(String(name)))
        const lost = await session.query(
          `SELECT a.${column} FROM ${from} a LEFT JOIN ${to} b ON a.${column} = b.${key} WHERE a.${column} IS NOT NULL AND b.${key} IS NULL`,
        )
        expect(lost, `${t}.${c}`).toEqual([])
      }
    })
  })

  it('stops when asked to', async () => {
    await expect(makeGameDatabase(server, made, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
    await makeGameDatabase(server, made, signal)
  })

  it('is left alone when it holds a table of somebody else', async () => {
    await server.session(async (session) => {
      await session.execute(`CREATE TABLE ${quoteName(made.database)}.precious (id INT PRIMARY KEY)`)
    })
    const failure = await makeGameDatabase(server, made, signal).catch((error: unknown) => error)
    expect((failure as RunFailure).refusal).toMatchObject({ code: 'sample_database_taken', params: { table: 'precious' } })
    await server.session(async (session) => void (await session.execute(`DROP TABLE ${quoteName(made.database)}.precious`)))
    await verifyGameDatabase(server, made)
  })
})

describe('an account without the privilege', () => {
  it('is told apart from other faults', async () => {
    const account = `qd_${randomUUID().slice(0, 8)}`
    await server.session(async (session) => void (await session.execute(`CREATE USER '${account}'@'%' IDENTIFIED BY 'x-${account}'`)))
    const url = new URL(databaseUrl)
    url.username = account
    url.password = `x-${account}`
    const poor = openGameDatabase(url.toString())
    const error = await makeGameDatabase(poor, { database: databaseOf('denied'), environment: 'test', plan }, new AbortController().signal).catch(
      (caught: unknown) => caught,
    )
    await server.session(async (session) => void (await session.execute(`DROP USER '${account}'@'%'`)))
    expect(isDenied(error)).toBe(true)
    expect(isDenied(new Error('something else'))).toBe(false)
  })
})
