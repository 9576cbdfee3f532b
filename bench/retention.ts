import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { env } from '#bench/env.ts'
import { compareSheets, isEqual, verdictOf } from '#bench/retention/compare.ts'
import { type FloorResult, readFloor } from '#bench/retention/floor.ts'
import { writeSample } from '#bench/retention/logs.ts'
import { analyseApart, analyseHere, type Measured, type OneAnalysis } from '#bench/retention/one-analysis.ts'
import { judge, type Line, print } from '#bench/retention/report.ts'
import { analyseLikeTheScript } from '#bench/retention/script-way.ts'
import { serverCpu } from '#bench/retention/server-cpu.ts'
import { writeThin } from '#bench/retention/thin.ts'
import { type LogEvent, oracleSheet } from '#core/retention/oracle.ts'
import type { SheetRow } from '#core/retention/sheet.ts'
import { findAnalysis } from '#features/retention/repository.ts'
import { summary } from '#features/retention/schema.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { deleteLogs } from '#workers/retention/testing/log-indices.ts'
import { storedSheet } from '#workers/retention/testing/plain-run.ts'

/** The oracle holds every event in memory: beyond this it is left out. */
const MOST_FOR_ORACLE = 30_000
/** Beyond this many players the script's way is measured on some of them. */
const MOST_FOR_SCRIPT = 10_000

const { values } = parseArgs({
  options: {
    players: { type: 'string' },
    /** New players with few events each, to see that memory does not grow with them. */
    thin: { type: 'string' },
    'without-script': { type: 'boolean', default: false },
    /** What the benchmark asks of processes of its own. */
    analyse: { type: 'string' },
  },
})
if (values.analyse !== undefined) {
  console.log(JSON.stringify(await analyseHere(JSON.parse(values.analyse) as OneAnalysis)))
  process.exit(0)
}

function sizesOf(text: string): number[] {
  const sizes = text === '' ? [] : text.split(',').map(Number)
  if (sizes.every((size) => Number.isInteger(size) && size >= 100)) return sizes
  console.error('--players and --thin take whole numbers of at least 100, with commas')
  process.exit(2)
}

type Window = { from: number; to: number }
const url = env.OPENSEARCH_URL
const client = openSearch({ url })
const cpuOfServer = serverCpu(url)

/** Server CPU that `work` took; null where it cannot be told. */
async function withServerCpu<T>(work: () => Promise<T>): Promise<{ result: T; serverCpu: number | null }> {
  const before = cpuOfServer?.() ?? 0
  const result = await work()
  return { result, serverCpu: cpuOfServer && cpuOfServer() - before }
}

/** What was just written is still being merged: that is not to be counted. */
async function settle(prefix: string): Promise<void> {
  for (;;) {
    const { body } = await client.transport.request({ method: 'GET', path: `/${prefix}*/_stats/merge` })
    if (body._all.total.merges.current === 0) return
    await sleep(500)
  }
}

const lineOf = (who: string, measured: Measured, cpu: number | null, players: number, verdict: string): Line => ({
  who,
  players,
  verdict,
  serverCpu: cpu,
  seconds: measured.seconds,
  workerCpu: measured.workerCpu,
  requests: measured.requests,
  megabytes: measured.megabytes,
  peakMb: measured.peakMb,
})

async function ours(who: string, prefix: string, window: Window, kept: readonly LogEvent[] | null) {
  const { result, serverCpu: cpu } = await withServerCpu(() => analyseApart(import.meta.filename, { url, prefix, from: window.from, to: window.to }))
  const sheet = await storedSheet(BigInt(result.runId))
  const truth = kept && oracleSheet(kept, { ...window, lookbackFrom: null, openedAt: result.opensAt, missing: [] })
  const comparison = truth && compareSheets(sheet, truth)
  const line = lineOf(who, result, cpu, sheet.length, comparison ? verdictOf(comparison) : 'not compared')
  return { line, sheet, truth, equal: comparison ? isEqual(comparison) : null }
}

async function floor(prefix: string, sheet: readonly SheetRow[]): Promise<Line> {
  const read = (): Promise<FloorResult> => readFloor(client, prefix, sheet)
  await read()
  const { result, serverCpu: cpu } = await withServerCpu(read)
  return { who: 'floor: bare groups', players: sheet.length, serverCpu: cpu, ...result, peakMb: null, verdict: `${result.groups} groups, nothing is computed` }
}

async function script(prefix: string, window: Window, truth: readonly SheetRow[] | null): Promise<Line> {
  const { result, serverCpu: cpu } = await withServerCpu(() => analyseLikeTheScript(url, prefix, window, MOST_FOR_SCRIPT))
  const whole = result.rows.length === result.players || result.players <= MOST_FOR_SCRIPT
  const verdict = truth ? verdictOf(compareSheets(result.rows, truth)) : 'not compared'
  return {
    who: '2025 script',
    players: result.players,
    seconds: result.seconds,
    serverCpu: whole ? cpu : null,
    workerCpu: null,
    requests: result.requests,
    megabytes: null,
    peakMb: null,
    verdict: whole ? verdict : `reckoned from ${result.rows.length} players, ${verdict}`,
  }
}

async function benchSample(size: number, prefix: string): Promise<boolean> {
  const began = performance.now()
  const { window, events, kept } = await writeSample(client, prefix, size, size <= MOST_FOR_ORACLE)
  await settle(prefix)
  console.log(`wrote ${events} events in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  // A Java server compiles what it does often: the first run shows a server that has just started, the second one that serves.
  const first = await ours('Quarterdeck, first', prefix, window, kept)
  const again = await ours('Quarterdeck', prefix, window, kept)
  const least = await floor(prefix, again.sheet)
  const asBefore = values['without-script'] ? null : await script(prefix, window, again.truth)
  const lines = [first.line, again.line, least, ...(asBefore ? [asBefore] : [])]
  print(`${size} new players asked for, ${events} events, one shard per index, request cache off`, lines)
  judge(size, again.line, least, asBefore)
  return first.equal !== false && again.equal !== false
}

async function benchThin(size: number, prefix: string): Promise<boolean> {
  const { from, to, events, totals } = await writeThin(client, prefix, size)
  await settle(prefix)
  const { result, serverCpu: cpu } = await withServerCpu(() => analyseApart(import.meta.filename, { url, prefix, from, to }))
  const found = summary.parse((await findAnalysis(BigInt(result.runId)))?.summary)
  const sums = { players: found.players, retained: found.retainedD1, tutorials: found.tutorialCompleted }
  const expected = { players: totals.players, retained: totals.retained, tutorials: totals.tutorials }
  const equal = JSON.stringify(sums) === JSON.stringify(expected) && Math.abs((found.activeMinutesMean ?? 0) * 60 - totals.activeSeconds / size) < 1e-6
  const line = lineOf('Quarterdeck', result, cpu, found.players, equal ? 'all sums equal' : `sums differ: ${JSON.stringify(sums)}`)
  print(`${size} new players with ${events} events, one shard per index, request cache off`, [line])
  judge(size, line, null, null)
  return equal
}

async function withLogs(name: string, bench: (prefix: string) => Promise<boolean>): Promise<boolean> {
  const prefix = `bench-${process.pid}-${name}-`
  try {
    return await bench(prefix)
  } finally {
    await deleteLogs(client, prefix)
  }
}

const thin = sizesOf(values.thin ?? '')
const sizes = sizesOf(values.players ?? (thin.length > 0 ? '' : '1000,10000'))
if (!cpuOfServer) console.log('OpenSearch is no process of this machine: its CPU is not shown')
let equal = true
try {
  for (const size of sizes) equal = (await withLogs(String(size), (prefix) => benchSample(size, prefix))) && equal
  for (const size of thin) equal = (await withLogs(`thin-${size}`, (prefix) => benchThin(size, prefix))) && equal
} finally {
  await client.close()
  await db.$disconnect()
}
process.exitCode = equal ? 0 : 1
