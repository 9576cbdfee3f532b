import { execFile } from 'node:child_process'
import { parseArgs, promisify } from 'node:util'
import Table from 'cli-table3'
import { fillAudit } from '#bench/audit/fill.ts'
import { env } from '#bench/env.ts'
import { verifyAudit } from '#features/audit/chain/service.ts'
import { auditKey } from '#features/audit/repository.ts'
import { db } from '#server/database.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

/** Memory that verification of the whole may take above that of a tenth, in MiB: it reads page after page. */
const goalGrowthMib = 64

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, /** For itself: only verify, and say what it took. */ verify: { type: 'boolean', default: false } },
})
const rows = Number(values.rows)
const origin = { ip: '127.0.0.1', requestId: 'bench' }

type Measured = { rows: number; seconds: number; calls: number; longestMs: number; peakMib: number }

/** Follows the whole chain as `qd audit verify` has it followed, and nothing else: this process' memory is that of verification. */
async function measure(): Promise<Measured> {
  const who = await makePrincipal()
  let [longestMs, calls] = [0, 0]
  const began = performance.now()
  for (let after: string | undefined; ; ) {
    const asked = performance.now()
    const part = await verifyAudit(who, after, origin)
    longestMs = Math.max(longestMs, performance.now() - asked)
    calls += 1
    if (!part.ok) throw new Error(`the chain is broken: ${JSON.stringify(part.firstBroken)}`)
    after = part.next ?? undefined
    // Linux counts the most memory that the process ever had, in KiB.
    const peakMib = process.resourceUsage().maxRSS / 1_024
    if (part.next === null) return { rows: part.rows, seconds: (performance.now() - began) / 1_000, calls, longestMs, peakMib }
  }
}

async function measureApart(): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, import.meta.filename, '--verify'])
  return JSON.parse(stdout) as Measured
}

async function main(): Promise<boolean> {
  const key = await auditKey()
  const url = new URL(env.DATABASE_URL).href
  const table = new Table({
    head: ['rows', 'filled, s', 'verified, s', 'rows/s', 'calls', 'longest call, ms', 'peak memory, MiB'],
    style: { head: [], border: [] },
  })
  const found: Measured[] = []
  let from = 0
  for (const to of [Math.ceil(rows / 10), rows]) {
    const filled = await fillAudit(url, key, from, to)
    const one = await measureApart()
    found.push(one)
    const cells = [one.seconds.toFixed(1), Math.round(one.rows / one.seconds), one.calls, one.longestMs.toFixed(0), one.peakMib.toFixed(0)]
    table.push([one.rows, filled.toFixed(1), ...cells])
    from = to
  }
  const growth = (found[1]?.peakMib ?? 0) - (found[0]?.peakMib ?? 0)
  console.log(
    `the whole chain with every row, in a process of its own; goal: at most ${goalGrowthMib} MiB more memory for ten times the rows (${growth.toFixed(0)})`,
  )
  console.log(table.toString())
  return growth <= goalGrowthMib
}

try {
  if (values.verify) console.log(JSON.stringify(await measure()))
  else process.exitCode = (await main()) ? 0 : 1
} finally {
  await db.$disconnect()
}
