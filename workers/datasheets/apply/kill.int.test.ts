import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { commandRun } from '#features/runs/service.ts'
import { db } from '#server/database.ts'
import { openGameDatabase } from '#server/game-database.ts'
import { applyPlan, dump, keepPlan, makeImport, makePlace, operationsOf, type Place, planOf, undoPlan, workOn } from '#workers/datasheets/testing/apply.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'
import { kill, loadRun, makePrincipal, spawnWorker } from '#workers/testing/harness.ts'

/** The long form: `DATASHEETS_KILLS=50 npx vitest run --project integration workers/datasheets/apply/kill.int.test.ts`. */
const kills = Number(process.env.DATASHEETS_KILLS ?? 12)
const ROWS = 2_400

type Operations = Parameters<typeof planOf>[1]

let game: Game
let who: Principal
let whole: Place
let bare: Place
const user = `qd_kill_${process.pid}`

beforeAll(async () => {
  who = await makePrincipal()
  game = await makeGame(
    process.env.DATABASE_ADMIN_URL ?? '',
    'CREATE TABLE kind (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL UNIQUE)',
    'CREATE TABLE item (id INT PRIMARY KEY, kind INT NOT NULL, price INT NOT NULL, touched TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), FOREIGN KEY (kind) REFERENCES kind (id))',
    `CREATE USER '${user}'@'%' IDENTIFIED BY 'secret'`,
  )
  await game.run(
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${game.name}.item TO '${user}'@'%'`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${game.name}.kind TO '${user}'@'%'`,
  )
  await game.insert('kind', [
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
  ])
  await game.run(`INSERT INTO item (id, kind, price) SELECT seq, 1 + seq % 3, seq FROM seq_1_to_${ROWS}`)
  const address = new URL(game.url)
  whole = await makePlace(game.url)
  address.username = user
  address.password = 'secret'
  bare = await makePlace(address.toString(), ['item', 'kind'])
}, 60_000)
afterAll(async () => {
  await game.run(`DROP USER '${user}'@'%'`)
  await game.drop()
  await db.$disconnect()
})

/** Without the time that the server sets: it is another one each time. */
const untimed = ({ op, key, cells: { touched: _, ...cells } }: KeptOperation): KeptOperation => ({ op, key, cells })

/** The way there, and the plan that takes it back as the way back. */
async function bothWays(): Promise<{ there: Operations; back: Operations }> {
  const third = (at: number) => (at % 3 === 0 ? 4 : 1 + (at % 3))
  const items = Array.from({ length: ROWS }, (_, at): KeptOperation => {
    const [id, kind] = [at + 1, 1 + ((at + 1) % 3)]
    return { op: 'update', key: { id: String(id) }, cells: { kind: [String(kind), String(third(id))], price: [String(id), String(id + 1)] } }
  })
  const kinds: KeptOperation[] = [
    { op: 'delete', key: { id: '1' }, cells: { id: ['1', null], name: ['one', null] } },
    { op: 'update', key: { id: '2' }, cells: { name: ['two', 'three'] } },
    { op: 'update', key: { id: '3' }, cells: { name: ['three', 'two'] } },
    { op: 'insert', key: { id: '4' }, cells: { id: [null, '4'], name: [null, 'one'] } },
  ]
  const there: Operations = { item: { key: ['id'], operations: items }, kind: { key: ['id'], operations: kinds } }
  const { run, importId } = await applyPlan(who, whole, await keepPlan(who, whole, await planOf(whole, there)))
  expect(run.error).toBeNull()
  const inverse = await operationsOf(await undoPlan(importId))
  const backwards = Object.fromEntries([...inverse].map(([table, all]) => [table, { key: ['id'], operations: all.map(untimed) }]))
  return { there, back: backwards }
}

const spawnOne = () => spawnWorker('workers/testing/one-run.ts')

/** Gives the run to the process and kills it after so many milliseconds, or never. Answers how long it worked. */
async function workAndDie(child: ChildProcess, runId: string, afterMs: number | null): Promise<number> {
  const begun = new Promise((resolve) => child.once('message', resolve))
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.send(runId)
  await begun
  const began = performance.now()
  if (afterMs === null) await gone
  else {
    await sleep(afterMs)
    await kill(child)
  }
  return performance.now() - began
}

/** Until the server has noticed that the worker is gone. */
async function nobodyConnected(): Promise<void> {
  await openGameDatabase(game.url).session(async (session) => {
    for (;;) {
      const [row] = await session.query('SELECT COUNT(*) AS others FROM information_schema.PROCESSLIST WHERE DB = ? AND ID <> CONNECTION_ID()', [game.name])
      if (Number(row?.others) === 0) return
      await sleep(20)
    }
  })
}

/** Prices, kinds and names: what the plans change, without the times that the server sets. */
const state = async (): Promise<string> =>
  JSON.stringify([await game.query('SELECT id, kind, price FROM item ORDER BY id'), await game.query('SELECT * FROM kind ORDER BY id')])

it(`killed at ${kills} moments an import is whole or not there, and whoever goes on with its run knows which`, {
  timeout: 60_000 + kills * 10_000,
}, async () => {
  const A = await state()
  const { there, back } = await bothWays()
  const B = await state()
  const seen = { before: 0, after: 0, cancelled: 0, finished: 0 }
  let [now, next] = [B, A]
  let worked = 0
  let child = await spawnOne()
  for (let at = -2; at < kills; at++) {
    // Places alternate slowly, so that both proofs see every kind of end.
    const place = at % 4 < 2 ? whole : bare
    const { importId, runId } = await makeImport(who, place, await keepPlan(who, place, await planOf(place, now === A ? there : back)))
    const upcoming = spawnOne()
    // The first two are left alone, to know how long it takes; the kills are then spread over that time.
    const took = await workAndDie(child, runId, at < 0 ? null : Math.random() * worked)
    if (at < 0) worked = Math.max(worked, took)
    child = await upcoming
    await nobodyConnected()
    const found = await state()
    expect([A, B]).toContain(found)
    const bytes = await dump(game.url)
    const cancel = at >= 0 && at % 3 === 2
    const left = await loadRun(runId)
    if (left.state === 'succeeded') seen.finished++
    else {
      seen[found === now ? 'before' : 'after']++
      // As when the lease has run out; somebody asks for the end meanwhile.
      await db.run.update({ where: { id: BigInt(runId) }, data: { leaseUntil: new Date(0) } })
      if (cancel) await commandRun(who, runId, 'cancel', { ip: '127.0.0.1', requestId: 'test' })
    }
    const run = left.state === 'succeeded' ? left : await workOn(runId)
    const { committedAt, receipt } = await db.sheetImport.findUniqueOrThrow({ where: { id: importId } })
    const undone = await db.sheetPlan.findUnique({ where: { undoOfId: importId } })
    if (cancel && found === now && left.state !== 'succeeded') {
      seen.cancelled++
      expect([run.state, committedAt]).toEqual(['cancelled', null])
      expect(await state()).toBe(now)
      continue
    }
    expect([run.state, run.error]).toEqual(['succeeded', null])
    expect(await state()).toBe(next)
    expect(committedAt).not.toBeNull()
    expect(receipt).toMatchObject({ provedBy: place === whole ? 'marker' : 'rows' })
    expect(undone).toMatchObject({ sha256: expect.any(String), expiresAt: expect.any(Date) })
    // What was there already is not done again.
    if (found === next) expect(await dump(game.url)).toEqual(bytes)
    ;[now, next] = [next, now]
  }
  await kill(child)
  process.stdout.write(`killed ${kills} times: ${JSON.stringify(seen)}\n`)
  expect(seen.before + seen.after + seen.finished).toBe(kills + 2)
})
