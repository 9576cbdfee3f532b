import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { fillTable } from '#bench/datasheets/fill.ts'
import { columns } from '#bench/datasheets/rows.ts'
import { changesOf } from '#bench/datasheets-apply/changes.ts'
import { measureExport } from '#bench/datasheets-apply/export.ts'
import { loadData } from '#bench/datasheets-apply/load-data.ts'
import { env } from '#bench/env.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { db } from '#server/database.ts'
import { openGameDatabase, quoteName } from '#server/game-database.ts'
import { keepPlan, makeImport, makePlace, type Place, planOf, workOn } from '#workers/datasheets/testing/apply.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

/** Goal: an import of changed rows, compared before, read again after and with the plan that takes it back, beside LOAD DATA of as many rows. */
const goalRatio = 2
/** Goal: 100,000 rows are exported within this, with a memory that does not grow with them. */
const exportGoalMs = 5_000
const table = 'bench_item'

const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' }, repeats: { type: 'string', default: '4' } } })
const [rows, repeats] = [Number(values.rows), Number(values.repeats)]
if (![rows, repeats].every((one) => Number.isInteger(one) && one > 0)) {
  console.error('--rows and --repeats take whole numbers')
  process.exit(2)
}

type Measured = { ms: number; parts: Readonly<Record<string, number>>; cpuMs: number }

/** What it is made of is nobody's any more afterwards: a worker has none of it in memory either. */
async function planToChange(who: Principal, place: Place, from: number): Promise<bigint> {
  return keepPlan(who, place, await planOf(place, { [table]: { key: ['id'], operations: changesOf(rows, from, 1 - from) } }))
}

/** One import from its claim to its end, as a worker does it. */
async function importOnce(who: Principal, place: Place, from: number): Promise<Measured> {
  const { importId, runId } = await makeImport(who, place, await planToChange(who, place, from))
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  const run = await workOn(runId)
  const [ms, spent] = [performance.now() - began, process.cpuUsage(cpu)]
  if (run.state !== 'succeeded') throw new Error(JSON.stringify(run.error))
  const { receipt } = await db.sheetImport.findUniqueOrThrow({ where: { id: importId } })
  return { ms, parts: (receipt as { durationsMs: Record<string, number> }).durationsMs, cpuMs: (spent.user + spent.system) / 1000 }
}

const url = new URL(env.DATABASE_URL)
const admin = openGameDatabase(url.href)
const game = new URL(url.href)
game.pathname = `${url.pathname}_game`
const name = quoteName(game.pathname.slice(1))
await admin.session((session) => session.execute(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`))
try {
  await fillTable(openGameDatabase(game.href), table, rows)
  const [server] = await admin.session((session) => session.query('SELECT VERSION() AS version'))
  console.log(`${rows} changed rows x ${columns.length} columns, ${String(server?.version)}; the best of ${repeats} runs`)
  const loaded = await loadData(game, rows, repeats)
  const [who, place] = [await makePrincipal(), await makePlace(game.href)]
  const all: Measured[] = []
  for (let at = 0; at < repeats; at++) all.push(await importOnce(who, place, at % 2))
  const best = all.reduce((a, b) => (b.ms < a.ms ? b : a))
  const shown = new Table({ head: ['', 'time', 'rows a second'], style: { head: [], border: [] } })
  const perSecond = (ms: number): string => Math.round((rows / ms) * 1000).toLocaleString('en')
  shown.push(['this console, with undo and checks', `${(best.ms / 1000).toFixed(2)} s`, perSecond(best.ms)])
  const peers = [
    ['LOAD DATA LOCAL into an empty table', loaded?.filledMs] as const,
    ['LOAD DATA LOCAL REPLACE over the same rows', loaded?.replacedMs] as const,
  ]
  for (const [what, ms] of peers)
    shown.push([what, ms === undefined ? 'not allowed here' : `${(ms / 1000).toFixed(2)} s`, ms === undefined ? '-' : perSecond(ms)])
  console.log(shown.toString())
  const parts = Object.entries(best.parts).map(([part, ms]) => `${part} ${ms}`)
  console.log(`of it, in ms: ${parts.join(', ')}; ${Math.round(best.cpuMs)} ms of processor time of the worker`)
  const ratio = loaded === null ? null : best.ms / loaded.filledMs
  if (loaded !== null && ratio !== null) {
    console.log(`${ratio.toFixed(2)} x the time of LOAD DATA into an empty table; the goal is ${goalRatio} x`)
    console.log(`${(best.ms / loaded.replacedMs).toFixed(2)} x the time of LOAD DATA REPLACE over the same rows`)
  }
  const { ours, bare } = await measureExport(game.href, table, Math.min(repeats, 3))
  const files = new Table({ head: ['export of as many rows', 'time', 'rows a second', 'peak memory', 'file'], style: { head: [], border: [] } })
  const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`
  for (const [what, one] of [['this console, with types, stamp and comments', ours] as const, ['the streaming writer of exceljs alone', bare] as const]) {
    files.push([what, `${(one.ms / 1000).toFixed(2)} s`, perSecond(one.ms), megabytes(one.peakBytes), megabytes(one.fileBytes)])
  }
  console.log(files.toString())
  const exportGoal = (exportGoalMs * Math.max(rows, 100_000)) / 100_000
  console.log(`${(ours.ms / bare.ms).toFixed(2)} x the time of exceljs alone; the goal is ${exportGoal / 1000} s`)
  process.exitCode = (ratio === null || ratio <= goalRatio) && ours.ms <= exportGoal ? 0 : 1
} finally {
  await admin.session((session) => session.execute(`DROP DATABASE ${name}`))
  await db.$disconnect()
}
