import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { inArena } from '#faults/arena.ts'
import type { Drill } from '#faults/drill.ts'
import { mysqlDrills } from '#faults/drills/mysql.ts'
import { networkDrills } from '#faults/drills/network.ts'
import { redisDrills } from '#faults/drills/redis.ts'
import { workerDrills } from '#faults/drills/workers.ts'
import { randomOf } from '#faults/random.ts'
import { db } from '#server/database.ts'
import { queue } from '#server/queue.ts'

const drills: Drill[] = [...workerDrills, ...mysqlDrills, ...redisDrills, ...networkDrills]
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2' },
    first: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [] },
    /** Long waits last a fifth. What was shortened is said in the summary. */
    brief: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
})
const seeds = Number(values.seeds)
const unknown = values.only.filter((name) => !drills.some((drill) => drill.name === name))
if (!Number.isInteger(seeds) || seeds < 1 || !Number.isInteger(Number(values.first)) || unknown.length) {
  console.error(`usage: npm run faults -- [--seeds N] [--first SEED] [--only NAME]... [--brief]   NAME: ${drills.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
if (values.list) {
  for (const { name, what } of drills) console.log(`${name.padEnd(18)} ${what}`)
  process.exit(0)
}

type Row = { drill: Drill; seed: number; ok: boolean; recoveryMs: number | null; tookMs: number; said: string }

async function repeat(drill: Drill, seed: number): Promise<Row> {
  const began = Date.now()
  try {
    const pace = values.brief ? 0.2 : 1
    const { recoveryMs, said } = await inArena(randomOf(seed), pace, `faults-${drill.name}-${seed}`, drill.run)
    return { drill, seed, ok: true, recoveryMs, tookMs: Date.now() - began, said }
  } catch (error) {
    return { drill, seed, ok: false, recoveryMs: null, tookMs: Date.now() - began, said: error instanceof Error ? error.message : String(error) }
  }
}

const seconds = (ms: number | null): string => (ms === null ? '' : (ms / 1000).toFixed(1))
const rows: Row[] = []
for (const drill of drills.filter(({ name }) => values.only.length === 0 || values.only.includes(name)))
  for (let seed = Number(values.first); seed < Number(values.first) + seeds; seed++) {
    const row = await repeat(drill, seed)
    rows.push(row)
    console.log(`${row.ok ? 'ok    ' : 'FAILED'} ${drill.name} seed ${seed}: ${row.ok ? `recovered after ${seconds(row.recoveryMs)} s` : row.said}`)
  }

const table = new Table({
  head: ['drill', 'seed', '', 'recovery s', 'whole s', 'what the API said, or what was wrong'],
  colWidths: [18, 6, 8, 12, 9, 70],
  wordWrap: true,
  style: { head: [], border: [] },
})
for (const { drill, seed, ok, recoveryMs, tookMs, said } of rows)
  table.push([drill.name, seed, ok ? 'ok' : 'FAILED', seconds(recoveryMs), seconds(tookMs), said])
console.log(table.toString())
const failed = rows.filter(({ ok }) => !ok).length
console.log(`${rows.length - failed} of ${rows.length} passed${values.brief ? '; waits of 60 s and 30 s were shortened to a fifth (--brief)' : ''}`)
await queue().close()
await db.$disconnect()
process.exit(failed ? 1 : 0)
