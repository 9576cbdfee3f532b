import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { firstDayOf, planOf } from '#core/sample/plan.ts'
import { RunFailure } from '#core/shared/refusal.ts'
import { environmentUrl, listEnvironments, upsertEnvironment } from '#features/environments/repository.ts'
import { db } from '#server/database.ts'
import { isDenied, openGameDatabase, quoteName } from '#server/game-database.ts'
import { databaseNameOf, gameServerUrl, makeEnvironment, verifyEnvironment } from '#workers/sample/environments.ts'
import { contextOf, newJournal } from '#workers/sample/testing.ts'

const plan = planOf(100, 11, firstDayOf(Date.parse('2026-11-21T12:00:00Z')))
const server = openGameDatabase(gameServerUrl())
const database = databaseNameOf('test')
const urls = async () => (await listEnvironments()).map((row) => [row.name, row.kind, environmentUrl(row)])

beforeEach(async () => void (await db.environment.deleteMany()))
afterAll(async () => {
  await db.environment.deleteMany()
  await server.session(async (session) => void (await session.execute(`DROP DATABASE IF EXISTS ${quoteName(database)}`)))
})

/** An account that may sign in and nothing else. */
async function withPoorAccount(work: (url: string) => Promise<void>): Promise<void> {
  const account = `qd_${randomUUID().slice(0, 8)}`
  await server.session(async (session) => void (await session.execute(`CREATE USER '${account}'@'%' IDENTIFIED BY 'x-${account}'`)))
  const url = new URL(gameServerUrl())
  url.username = account
  url.password = `x-${account}`
  try {
    await work(url.toString())
  } finally {
    await server.session(async (session) => void (await session.execute(`DROP USER '${account}'@'%'`)))
  }
}

describe('makeEnvironment', () => {
  it('makes the database and registers it with its address', async () => {
    const journal = newJournal()
    const outcome = await makeEnvironment(contextOf(journal), server, plan, 'test')
    expect(outcome).toMatchObject({ made: { environment: 'test', database, tables: { localization: 14 } } })
    expect(await urls()).toEqual([['test', 'test', `${gameServerUrl()}/${database}`]])
    expect(await makeEnvironment(contextOf(journal), server, plan, 'test')).toEqual(outcome)
    expect(journal).toMatchObject({ worked: ['databases/test'], lines: [] })
  })

  it('leaves an environment of a person alone', async () => {
    const mine = { name: 'test', kind: 'test', url: 'mysql://me@db.example.com:3306/precious' } as const
    await db.$transaction((tx) => upsertEnvironment(tx, mine))
    const journal = newJournal()
    expect(await makeEnvironment(contextOf(journal), server, plan, 'test')).toHaveProperty('made')
    expect(await urls()).toEqual([['test', 'test', mine.url]])
    expect(journal.lines).toEqual(['sample_environment_kept'])
  })

  it('goes on without the privilege and says what to grant', async () => {
    await withPoorAccount(async (url) => {
      const journal = newJournal()
      const outcome = await makeEnvironment(contextOf(journal), openGameDatabase(url), plan, 'production')
      expect(outcome).toEqual({ grant: expect.stringContaining('GRANT ALL PRIVILEGES ON `') })
      expect(journal.lines).toEqual(['sample_database_denied'])
      expect(await urls()).toEqual([])
    })
  })

  it('tells a wrong password from a fault', async () => {
    await withPoorAccount(async (url) => {
      const wrong = new URL(url)
      wrong.password = 'wrong'
      const error = await openGameDatabase(wrong.toString())
        .session((session) => session.query('SELECT 1'))
        .catch((caught: unknown) => caught)
      expect(isDenied(error)).toBe(true)
    })
  })
})

describe('verifyEnvironment', () => {
  it('fails when rows are missing, and the next attempt makes them anew', async () => {
    const journal = newJournal()
    const run = async (): Promise<void> => {
      const outcome = await makeEnvironment(contextOf(journal), server, plan, 'test')
      if ('made' in outcome) await verifyEnvironment(contextOf(journal), server, plan, outcome.made)
    }
    await makeEnvironment(contextOf(journal), server, plan, 'test')
    await server.session(async (session) => void (await session.execute(`DELETE FROM ${quoteName(database)}.localization WHERE text_key = 'help.lines'`)))
    const failure = await run().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(RunFailure)
    expect((failure as RunFailure).refusal).toMatchObject({
      code: 'sample_count_differs',
      params: { index: `${database}.localization`, expected: 14, counted: 13 },
    })
    await run()
    expect(journal.memos.has(`verify/${database}`)).toBe(true)
  })
})
