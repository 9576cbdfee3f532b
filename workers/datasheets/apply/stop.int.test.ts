import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import type { Principal } from '#core/shared/permissions.ts'
import { preparedStep } from '#features/datasheets/applying/repository.ts'
import { takenBy } from '#features/datasheets/imports/repository.ts'
import { loadImport } from '#features/datasheets/imports/service.ts'
import { commandRun } from '#features/runs/service.ts'
import { db } from '#server/database.ts'
import { type GameSession, openGameDatabase } from '#server/game-database.ts'
import { lockName, settleSession } from '#workers/datasheets/apply/locks.ts'
import { applyPlan, keepPlan, makeImport, makePlace, type Place, planOf, workOn } from '#workers/datasheets/testing/apply.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

let who: Principal
let game: Game
let place: Place
beforeAll(async () => {
  who = await makePrincipal()
  game = await makeGame(process.env.DATABASE_ADMIN_URL ?? '', 'CREATE TABLE item (id INT PRIMARY KEY, n INT)', 'INSERT INTO item VALUES (1, 1), (2, 2)')
  place = await makePlace(game.url)
})
afterAll(async () => {
  await game.drop()
  await db.$disconnect()
})

const makePlan = async (): Promise<bigint> =>
  keepPlan(who, place, await planOf(place, { item: { key: ['id'], operations: [{ op: 'update', key: { id: '1' }, cells: { n: ['1', '5'] } }] } }))

/** Another session that does something and stays until the test is over, or it is told to end. */
async function other(work: (session: GameSession) => Promise<unknown>): Promise<() => Promise<void>> {
  const [ready, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const held = openGameDatabase(game.url).session(async (session) => {
    await work(session)
    ready.resolve()
    await over.promise
  })
  await ready.promise
  const end = async () => {
    over.resolve()
    await held
  }
  onTestFinished(end)
  return end
}

it('one import at a time writes to a table', async () => {
  const end = await other((session) => session.query('SELECT GET_LOCK(?, 0)', [lockName(game.name, 'item')]))
  const planId = await makePlan()
  const refused = await applyPlan(who, place, planId)
  expect(refused.run).toMatchObject({ state: 'failed', error: { code: 'import_in_progress', params: { table: 'item' } } })
  await end()
  expect((await applyPlan(who, place, planId)).run).toMatchObject({ state: 'succeeded' })
  await game.run('UPDATE item SET n = 1 WHERE id = 1')
})

it('a cancel before the commit ends it at once, in the middle of a statement too, and frees the tables', async () => {
  const end = await other(async (session) => {
    await session.execute('START TRANSACTION')
    await session.execute('UPDATE item SET n = n WHERE id = 1')
  })
  const { runId, importId } = await makeImport(who, place, await makePlan())
  const working = workOn(runId)
  // Until the import waits for the row.
  for (let waits = 0; waits === 0; ) {
    const rows = await game.query(
      `SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST WHERE DB = '${game.name}' AND INFO LIKE 'SELECT%FOR UPDATE' AND ID <> CONNECTION_ID()`,
    )
    waits = Number(rows[0]?.n)
  }
  await commandRun(who, runId, 'cancel', { ip: '127.0.0.1', requestId: 'test' })
  expect(await working).toMatchObject({ state: 'cancelled' })
  const [lock] = await game.query(`SELECT GET_LOCK('${lockName(game.name, 'item')}', 10) AS held`)
  expect(Number(lock?.held)).toBe(1)
  await end()
  expect(await game.query('SELECT n FROM item WHERE id = 1')).toEqual([{ n: 1 }])
  expect(await db.sheetImport.findUniqueOrThrow({ where: { id: importId } })).toMatchObject({ committedAt: null })
})

it('what was under way when a deadlock ended the transaction does not stay', async () => {
  await game.run('CREATE TABLE busy (id INT PRIMARY KEY, n INT)', 'INSERT INTO busy SELECT seq, 0 FROM seq_1_to_50')
  onTestFinished(() => game.run('DROP TABLE busy'))
  const first = Promise.withResolvers<void>()
  const waiting = Promise.withResolvers<void>()
  // The one that wrote more is spared.
  const winner = openGameDatabase(game.url).session(async (session) => {
    await session.execute('START TRANSACTION')
    await session.execute('UPDATE busy SET n = 1 WHERE id > 10')
    await first.promise
    const blocked = session.execute('UPDATE busy SET n = 1 WHERE id = 1')
    waiting.resolve()
    await blocked
    await session.execute('ROLLBACK')
  })
  const loser = openGameDatabase(game.url).session(async (session) => {
    await settleSession(session)
    await session.execute('START TRANSACTION')
    await session.execute('UPDATE busy SET n = 2 WHERE id = 1')
    first.resolve()
    await waiting.promise
    const sent = ['UPDATE busy SET n = 2 WHERE id = 11', 'UPDATE busy SET n = 2 WHERE id = 2', 'UPDATE busy SET n = 2 WHERE id = 3']
    return Promise.allSettled(sent.map((sql) => session.execute(sql)))
  })
  const [ended] = await Promise.all([loser, winner])
  expect(ended[0]).toMatchObject({ status: 'rejected', reason: { errno: 1213 } })
  expect(await game.query('SELECT COUNT(*) AS left_behind FROM busy WHERE n <> 0')).toEqual([{ left_behind: '0' }])
})

it('of an import whose database cannot be asked any more nobody says that nothing was written', async () => {
  const planId = await makePlan()
  const { importId, runId } = await makeImport(who, place, planId)
  await db.runStep.createMany({
    data: ['begin', preparedStep].map((name) => ({
      runId: BigInt(runId),
      name,
      fence: 1,
      // Of another database than the one that the environment leads to now.
      memo: { memo: { token: 'x', proof: 'marker', connection: 1, address: 'elsewhere' }, stage: 'apply', advance: 0 },
      createdAt: new Date(),
    })),
  })
  await commandRun(who, runId, 'cancel', { ip: '127.0.0.1', requestId: 'test' })
  expect(await workOn(runId)).toMatchObject({ state: 'failed', error: { code: 'import_outcome_unknown' } })
  const seen = await loadImport(who, String(importId))
  expect(seen).toMatchObject({ state: 'unknown' })
  // Nor is the plan applied again before somebody knows.
  expect(await db.$transaction((tx) => takenBy(tx, planId))).toMatchObject({ id: importId, applied: false })
})
