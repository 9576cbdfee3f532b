import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { env } from '#bench/env.ts'
import { compareSheets, isEqual, verdictOf } from '#bench/retention/compare.ts'
import { writeSample } from '#bench/retention/logs.ts'
import { analyseLikeTheScript } from '#bench/retention/script-way.ts'
import { type LogEvent, oracleSheet } from '#core/retention/oracle.ts'
import { findAnalysis } from '#features/retention/repository.ts'
import { receipt } from '#features/retention/schema.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { handle } from '#workers/retention/analyse.ts'
import { deleteLogs } from '#workers/retention/testing/log-indices.ts'
import { finish, plainRun, prepareAnalysis, storedSheet } from '#workers/retention/testing/plain-run.ts'

/** The oracle holds every event in memory: beyond this it is left out. */
const MOST_FOR_ORACLE = 30_000

const { values } = parseArgs({ options: { players: { type: 'string', default: '1000,10000' }, 'without-script': { type: 'boolean', default: false } } })
const sizes = values.players.split(',').map(Number)
if (sizes.some((size) => !Number.isInteger(size) || size < 100)) {
  console.error('--players takes whole numbers of at least 100, with commas')
  process.exit(2)
}

type Result = { who: string; seconds: number; players: number; requests: number; searches: number; verdict: string; equal: boolean | null }
type Window = { from: number; to: number }

const seconds = (sinceMs: number): number => (performance.now() - sinceMs) / 1000
const url = env.OPENSEARCH_URL
const client = openSearch({ url })

async function ours(
  prefix: string,
  window: Window,
  kept: readonly LogEvent[] | null,
): Promise<Result & { requests: number; truth: ReturnType<typeof oracleSheet> | null }> {
  const runId = await prepareAnalysis({ url, prefix, ...window })
  const began = performance.now()
  await finish(await handle(plainRun(runId)))
  const took = seconds(began)
  const { requests, snapshotOpenedAt } = receipt.parse((await findAnalysis(runId))?.receipt)
  const sheet = await storedSheet(runId)
  const truth = kept && oracleSheet(kept, { ...window, lookbackFrom: null, openedAt: Date.parse(snapshotOpenedAt), missing: [] })
  const comparison = truth && compareSheets(sheet, truth)
  return {
    who: 'Quarterdeck',
    seconds: took,
    players: sheet.length,
    requests,
    searches: requests,
    verdict: comparison ? verdictOf(comparison) : 'not compared',
    equal: comparison && isEqual(comparison),
    truth,
  }
}

async function script(prefix: string, window: Window, truth: ReturnType<typeof oracleSheet> | null): Promise<Result> {
  const began = performance.now()
  const { rows, requests, searches } = await analyseLikeTheScript(url, prefix, window)
  const took = seconds(began)
  const comparison = truth && compareSheets(rows, truth)
  return {
    who: '2025 script',
    seconds: took,
    players: rows.length,
    requests,
    searches: requests + searches,
    verdict: comparison ? verdictOf(comparison) : 'not compared',
    equal: comparison && isEqual(comparison),
  }
}

function print(size: number, events: number, results: readonly Result[]): void {
  const table = new Table({
    head: ['', 'players', 'seconds', 'HTTP requests', 'searches', 'ratio', 'against brute force'],
    colWidths: [14, 10, 10, 15, 12, 9, 70],
    wordWrap: true,
    style: { head: [], border: [] },
  })
  const base = results[0]?.seconds ?? 1
  for (const { who, players, seconds: took, requests, searches, verdict } of results) {
    table.push([who, players, took.toFixed(2), requests, searches, `${(took / base).toFixed(1)} x`, verdict])
  }
  console.log(`${size} new players asked for, ${events} events, one shard per index, request cache off`)
  console.log(table.toString())
}

let failed = false
try {
  for (const size of sizes) {
    const prefix = `bench-${process.pid}-${size}-`
    try {
      const began = performance.now()
      const { window, events, kept } = await writeSample(client, prefix, size, size <= MOST_FOR_ORACLE)
      console.log(`wrote ${events} events in ${seconds(began).toFixed(1)} s`)
      const { truth, ...first } = await ours(prefix, window, kept)
      const results: Result[] = [first]
      if (!values['without-script']) results.push(await script(prefix, window, truth))
      print(size, events, results)
      failed ||= first.equal === false
    } finally {
      await deleteLogs(client, prefix)
    }
  }
} finally {
  await client.close()
  await db.$disconnect()
}
process.exitCode = failed ? 1 : 0
