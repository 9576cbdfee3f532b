import { type ChildProcess, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { appendFile, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { listApart } from '#features/datasheets/apart/service.ts'
import { startDerive } from '#features/datasheets/derive/service.ts'
import { listFindings } from '#features/datasheets/findings/service.ts'
import { apartQuery, findingQuery, rowQuery } from '#features/datasheets/plans/schema.ts'
import { loadPlan } from '#features/datasheets/plans/service.ts'
import { listRows } from '#features/datasheets/rows/service.ts'
import { commandRun } from '#features/runs/service.ts'
import { db } from '#server/database.ts'
import { pathOfFile, removeFile } from '#server/files/kept.ts'
import { openGameDatabase } from '#server/game-database.ts'
import { writeBook } from '#workers/datasheets/testing/book.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'
import { startComparison } from '#workers/datasheets/testing/plan.ts'
import { stampedSheet } from '#workers/datasheets/testing/stamped.ts'
import { kill, makePrincipal, spawnWorker, waitFor } from '#workers/testing/harness.ts'

const ROWS = 1_500
const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-sheets-'))
const workers: ChildProcess[] = []
const origin = { ip: '127.0.0.1', requestId: 'test' }
let game: Game
let who: Principal
let book: string

beforeAll(async () => {
  who = await makePrincipal()
  game = await makeGame(process.env.DATABASE_ADMIN_URL ?? '', 'CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(40) NOT NULL, price INT NOT NULL)')
  const rows = Array.from({ length: ROWS }, (_, at) => [at + 1, `item ${at + 1}`, 10])
  await game.insert('item', rows)
  // Each row but the first costs more; the first is gone, one is new, and one names no price.
  const sheet = [['id', 'name', 'price'], ...rows.slice(1).map(([id = 0, name = '']) => [id, name, 11]), [ROWS + 1, 'new', 5], [ROWS + 2, 'bad', 'much']]
  book = await writeBook(join(folder, 'Items.xlsx'), [{ name: 'item', rows: sheet }])
})
afterAll(async () => {
  await Promise.all(workers.map(kill))
  await game.drop()
  rmSync(folder, { recursive: true, force: true })
  await db.$disconnect()
})

async function startWorker(): Promise<ChildProcess> {
  const child = await spawnWorker('workers/main.ts')
  workers.push(child)
  return child
}

/** Nobody can read the table until it is let go: a comparison waits in the middle. */
async function lockTable(): Promise<() => Promise<void>> {
  const locked = Promise.withResolvers<void>()
  const free = Promise.withResolvers<void>()
  const held = openGameDatabase(game.url).session(async (session) => {
    await session.execute('LOCK TABLES item WRITE')
    locked.resolve()
    await free.promise
  })
  await locked.promise
  const letGo = async () => {
    free.resolve()
    await held
  }
  onTestFinished(letGo)
  return letGo
}

/** Statements that wait for the table. */
async function readersWaiting(): Promise<number> {
  const rows = await game.query(
    `SELECT COUNT(*) AS waiting FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND DB = '${game.name}' AND INFO LIKE 'SELECT%FROM \`item\`%'`,
  )
  return Number(rows[0]?.waiting)
}

/** Children that compare for a run. */
const childrenOf = (run: string): number =>
  execFileSync('ps', ['-A', '-ww', '-o', 'args'])
    .toString()
    .match(new RegExp(`child/main\\.ts ${run}-`, 'g'))?.length ?? 0

const folders = async (): Promise<string[]> =>
  (await readdir(join(process.env.QUARTERDECK_STATE_DIR ?? '', 'datasheets'))).filter((name) => name !== 'compiled')

async function expectWholePlan(plan: string): Promise<void> {
  const loaded = await loadPlan(who, plan)
  if (loaded instanceof Refusal) throw new Error(loaded.code)
  expect(loaded).toMatchObject({ state: 'draft', totals: { tables: 1, insert: 1, update: ROWS - 1, delete: 1, unchanged: 0, errors: 1, warnings: 0 } })
  expect(loaded.tables[0]).toMatchObject({ table: 'item', rowsBefore: ROWS, byColumn: [{ column: 'price', changed: ROWS - 1, up: ROWS - 1 }] })
  const rows = await listRows(who, plan, 'item', rowQuery.parse({ offset: 0, limit: 3 }))
  expect(rows).toMatchObject({
    total: ROWS + 1,
    items: [{ op: 'delete', key: { id: '1' } }, { op: 'update', key: { id: '2' }, cells: { price: ['10', '11'] } }, {}],
  })
  const last = await listRows(who, plan, 'item', rowQuery.parse({ offset: ROWS, limit: 3 }))
  expect(last).toMatchObject({ items: [{ op: 'insert', key: { id: String(ROWS + 1) }, at: { file: 'Items.xlsx', sheet: 'item', row: ROWS + 1 } }] })
  const findings = await listFindings(who, plan, findingQuery.parse({}), 'en')
  expect(findings).toMatchObject({ total: 1, items: [{ level: 'error', code: 'number_unreadable', cell: `C${ROWS + 2}`, value: 'much' }] })
}

describe('the run of a comparison', { timeout: 90_000 }, () => {
  it('is begun again by another worker when the first is killed in the middle, and nothing is there twice', async () => {
    const free = await lockTable()
    const { plan, run } = await startComparison(who, game.url, book)
    const first = await startWorker()
    await expect.poll(readersWaiting, { timeout: 20_000 }).toBe(1)
    expect(childrenOf(run)).toBe(1)
    await kill(first)
    await expect.poll(() => childrenOf(run), { timeout: 5_000 }).toBe(0)
    await free()
    await startWorker()
    const done = await waitFor(run, ['succeeded', 'failed'], 40_000)
    expect(done.error).toBeNull()
    await expectWholePlan(plan)
    expect(await folders()).toEqual([])
  })

  it('that is cancelled ends the child at once and leaves no plan', async () => {
    const free = await lockTable()
    const { plan, run } = await startComparison(who, game.url, book)
    await expect.poll(readersWaiting, { timeout: 20_000 }).toBe(1)
    expect(childrenOf(run)).toBe(1)
    await commandRun(who, run, 'cancel', origin)
    await expect.poll(() => childrenOf(run), { timeout: 5_000 }).toBe(0)
    await free()
    await waitFor(run, ['cancelled'])
    expect(await loadPlan(who, plan)).toMatchObject({ state: 'failed', tables: [] })
    expect(await folders()).toEqual([])
  })

  it('keeps apart what others changed since an export, and waits for decisions about what both changed', async () => {
    // At the export every item cost 9: the first 600 are as they were, all others cost more now.
    const then = Array.from({ length: ROWS }, (_, at) => [String(at + 1), `item ${at + 1}`, '9'])
    const rows = then.map(([id = '', name = ''], at) => [Number(id), name, at < 600 ? 9 : 11])
    const stamp = (environment: string) => stampedSheet(environment, [{ table: 'item', sheets: ['item'], columns: ['id', 'name', 'price'], rows: then }])
    const { plan, run } = await startComparison(who, game.url, (environment) =>
      writeBook(join(folder, 'Exported.xlsx'), [{ name: 'item', rows: [['id', 'name', 'price'], ...rows] }, stamp(environment)]),
    )
    await waitFor(run, ['succeeded', 'failed'], 40_000)
    expect(await loadPlan(who, plan)).toMatchObject({
      state: 'conflicted',
      sha256: null,
      conflicts: ROWS - 600,
      tables: [{ update: 0, theirs: 600, both: ROWS - 600 }],
    })
    const found = await listApart(who, plan, 'item', apartQuery.parse({ offset: 599, limit: 2 }))
    expect(found).toMatchObject({
      total: ROWS,
      items: [
        { kind: 'theirs', key: { id: '600' } },
        { kind: 'both', mine: { price: '11' }, now: { price: '10' }, at: { file: 'Exported.xlsx', row: 602 } },
      ],
    })
    expect(await folders()).toEqual([])
    const chosen = await startDerive(who, plan, { deletes: true, conflicts: { item: { all: 'theirs', rows: { 600: 'mine' } } } }, origin)
    if (chosen instanceof Refusal) throw new Error(chosen.code)
    await waitFor(chosen.run.id, ['succeeded', 'failed'], 40_000)
    expect(await loadPlan(who, chosen.plan.id)).toMatchObject({
      state: 'draft',
      sha256: expect.any(String),
      conflicts: 0,
      tables: [{ insert: 0, update: 1, delete: 0 }],
    })
    const decided = await listRows(who, chosen.plan.id, 'item', rowQuery.parse({}))
    expect(decided).toMatchObject({ items: [{ op: 'update', key: { id: '601' }, cells: { price: ['10', '11'] } }] })
  })

  it('compares nothing but the bytes that were sent', async () => {
    const gone = new URL(game.url)
    gone.pathname = '/quarterdeck_not_there'
    const { plan, run } = await startComparison(who, gone.toString(), book)
    await waitFor(run, ['failed'])
    const { uploadId } = await db.sheetPlanFile.findFirstOrThrow({ where: { planId: BigInt(plan) } })
    const { path } = await db.sheetUpload.findUniqueOrThrow({ where: { id: uploadId } })
    const codeOfRetry = async () => {
      await commandRun(who, run, 'retry', origin)
      return (await waitFor(run, ['failed'])).error
    }
    await appendFile(pathOfFile(path), 'x')
    expect(await codeOfRetry()).toMatchObject({ code: 'upload_changed', params: { file: 'Items.xlsx' } })
    await removeFile(path)
    expect(await codeOfRetry()).toMatchObject({ code: 'upload_gone', params: { file: 'Items.xlsx' } })
  })

  it('says what the game database says', async () => {
    const gone = new URL(game.url)
    gone.pathname = '/quarterdeck_not_there'
    const { run } = await startComparison(who, gone.toString(), book)
    const done = await waitFor(run, ['failed'])
    expect(done.error).toMatchObject({ code: expect.stringMatching(/^environment_database_(unknown|denied)$/) })
  })
})
