import { setImmediate as breathe } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { percentile } from '#bench/runs/percentile.ts'
import { createRowTable, dropRowTable, insertRows, pageOfRows } from '#bench/sheet/row-table.ts'
import { syntheticChunks } from '#bench/sheet/rows.ts'
import { CHUNK_PLAYERS } from '#core/retention/chunks.ts'
import type { SheetRow } from '#core/retention/sheet.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { playerQuery } from '#features/retention/schema.ts'
import { sheetCache } from '#features/retention/sheet/repository.ts'
import { listPlayers } from '#features/retention/sheet/service.ts'
import { db } from '#server/database.ts'
import { finishSheet, writeChunks } from '#workers/retention/testing/whole-sheet.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

/** The promise: a page, sorted or filtered, of a sheet with a million rows. */
const goalMs = 300

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    repeats: { type: 'string', default: '10' },
    /** How often the row table is asked: it takes seconds. */
    'row-repeats': { type: 'string', default: '3' },
    'without-rows': { type: 'boolean', default: false },
  },
})
const [rows, repeats, rowRepeats] = [Number(values.rows), Number(values.repeats), Number(values['row-repeats'])]
if (![rows, repeats, rowRepeats].every((one) => Number.isInteger(one) && one > 0)) {
  console.error('--rows, --repeats and --row-repeats take whole numbers')
  process.exit(2)
}

const from = Date.parse('2026-10-01T00:00:00Z')
const window = { from, to: from + rows * 200 }
const deep = Math.max(1, Math.floor((rows * 0.9) / 50))
type Spent = { ms: number; cpuMs: number }
type Case = { name: string; query: Record<string, string | number>; where: string; by: string; skip: number }
const last = (column: string, direction: string): string => `${column} IS NULL, ${column} ${direction}, seq`
const anyLike = (part: string): string => `(${['uid', 'authId', 'nickname'].map((name) => `${name} LIKE '%${part}%'`).join(' OR ')})`
const cases: readonly Case[] = [
  { name: 'first page', query: {}, where: '1', by: 'seq', skip: 0 },
  { name: 'deep page', query: { page: deep + 1 }, where: '1', by: 'seq', skip: deep * 50 },
  { name: 'sort by number', query: { sort: '-monster_kill_count' }, where: '1', by: last('monster_kill_count', 'DESC'), skip: 0 },
  { name: 'sort by number, deep', query: { sort: '-active_seconds', page: deep + 1 }, where: '1', by: last('activeSeconds', 'DESC'), skip: deep * 50 },
  { name: 'sort by uid', query: { sort: 'uid' }, where: '1', by: last('uid', 'ASC'), skip: 0 },
  { name: 'filter by country', query: { country: 'TW' }, where: `country = 'TW'`, by: 'seq', skip: 0 },
  {
    name: 'filter by number, sort by uid',
    query: { where: 'active_seconds>=3600', sort: '-uid' },
    where: 'activeSeconds >= 3600',
    by: last('uid', 'DESC'),
    skip: 0,
  },
  {
    name: 'search for a part',
    query: { q: 'C0FFE' },
    where: anyLike('C0FFE'),
    by: 'seq',
    skip: 0,
  },
  {
    name: 'search, filter and sort',
    query: { q: 'c', where: 'active_seconds>=60', sort: '-uid' },
    where: `${anyLike('c')} AND activeSeconds >= 60`,
    by: last('uid', 'DESC'),
    skip: 0,
  },
]

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const began = performance.now()
  const value = await work()
  return { ms: performance.now() - began, value }
}

async function several(times: number, work: () => Promise<number>): Promise<{ p50: number; p95: number; cpu: number; total: number }> {
  const taken: number[] = []
  const cpus: number[] = []
  let total = 0
  for (let i = 0; i < times; i++) {
    const before = process.cpuUsage()
    const { ms, value } = await timed(work)
    const { user, system } = process.cpuUsage(before)
    taken.push(ms)
    cpus.push((user + system) / 1000)
    total = value
    await breathe()
  }
  return { p50: percentile(taken, 0.5), p95: percentile(taken, 0.95), cpu: percentile(cpus, 0.5), total }
}

const who = await makePrincipal()
async function pageOfColumns(id: string, query: Case['query']): Promise<number> {
  const page = await listPlayers(who, id, playerQuery.parse(query))
  if (page instanceof Refusal) throw new Error(page.code)
  return page.total
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`

/** Making the rows is the bench's own work: only what happens between two of them is counted. */
function* apart(chunks: Iterable<SheetRow[]>, spent: Spent): Generator<SheetRow[]> {
  for (const chunk of chunks) {
    const given = performance.now()
    const cpu = process.cpuUsage()
    yield chunk
    const { user, system } = process.cpuUsage(cpu)
    spent.ms += performance.now() - given
    spent.cpuMs += (user + system) / 1000
  }
}

/** On a busy machine the processor time says more than the clock. */
const perChunk = ({ ms, cpuMs }: Spent): string => {
  const chunks = Math.ceil(rows / CHUNK_PLAYERS)
  return `${(ms / 1000).toFixed(2)} s, ${(ms / chunks).toFixed(1)} ms a chunk (${(cpuMs / chunks).toFixed(1)} ms of it processor time of this process)`
}

async function writeColumns(): Promise<string> {
  const spent = { ms: 0, cpuMs: 0 }
  const runId = await writeChunks(window, apart(syntheticChunks(rows, from), spent))
  const finish = await timed(() => finishSheet(runId, window))
  const [size] = await db.$queryRaw<{ bytes: unknown }[]>`SELECT SUM(LENGTH(data)) AS bytes FROM retention_column WHERE runId = ${runId}`
  console.log(`${rows} rows in columns: ${perChunk(spent)}; ranks and counts at the end ${(finish.ms / 1000).toFixed(2)} s`)
  console.log(`         ${megabytes(Number(size?.bytes ?? 0))} of blocks; peak memory of this process ${megabytes(process.resourceUsage().maxRSS * 1024)}`)
  return String(runId)
}

async function writeRowTable(runId: bigint): Promise<void> {
  await createRowTable()
  const spent = { ms: 0, cpuMs: 0 }
  for (const chunk of apart(syntheticChunks(rows, from), spent)) await db.$transaction((tx) => insertRows(tx, runId, chunk))
  console.log(`         in the row table: ${perChunk(spent)}`)
}

let slow = 0
try {
  const id = await writeColumns()
  if (!values['without-rows']) await writeRowTable(BigInt(id))
  const table = new Table({
    head: ['milliseconds', 'found', 'cold p50', 'cold p95', 'cold cpu', 'warm p50', 'warm p95', 'rows p50', 'rows p95', 'ratio'],
    style: { head: [], border: [] },
  })
  for (const { name, query, where, by, skip } of cases) {
    const cold = await several(repeats, async () => {
      sheetCache.clear()
      return pageOfColumns(id, query)
    })
    const warm = await several(repeats, () => pageOfColumns(id, query))
    const old = values['without-rows'] ? null : await several(rowRepeats, () => pageOfRows(BigInt(id), where, by, skip))
    if (old && old.total !== cold.total) throw new Error(`${name}: the columns find ${cold.total} rows, the row table ${old.total}`)
    const shown = [cold.p50, cold.p95, cold.cpu, warm.p50, warm.p95, old?.p50, old?.p95].map((ms) => ms?.toFixed(1) ?? '-')
    table.push([name, cold.total, ...shown, old ? `${(old.p50 / cold.p50).toFixed(1)} x` : '-'])
    slow += Number(!(Math.max(cold.p95, warm.p95) <= goalMs))
  }
  console.log(table.toString())
  console.log(`kept in memory ${megabytes(sheetCache.bytes())}; peak memory of this process ${megabytes(process.resourceUsage().maxRSS * 1024)}`)
  console.log(slow === 0 ? `every page within ${goalMs} ms` : `${slow} kinds of page took longer than ${goalMs} ms`)
} finally {
  await dropRowTable()
  await db.$disconnect()
}
process.exitCode = slow === 0 ? 0 : 1
