import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import Table from 'cli-table3'
import { benchEnvironment, compareByChild, compareDatabasesByChild } from '#bench/datasheets/child.ts'
import { fillTable } from '#bench/datasheets/fill.ts'
import { columns, type Differences, sheetRows } from '#bench/datasheets/rows.ts'
import { writeWorkbook } from '#bench/datasheets/workbook.ts'
import { env } from '#bench/env.ts'
import { openGameDatabase, quoteName } from '#server/game-database.ts'

/** Goals for 100,000 rows of 20 columns: from the file to the difference, all memory of the child, and how much faster than the way of old. */
const goals = { ms: 2_000, peak: 300e6, ratio: 3 }
/** Goal for 1,000,000 rows. */
const goalManyMs = 25_000
const sheet = 'bench_item'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    repeats: { type: 'string', default: '3' },
    /** A Python with openpyxl. */
    python: { type: 'string', default: 'python3' },
    /** The workbook as an export of the table: with its stamp. */
    stamped: { type: 'boolean', default: false },
    'without-peers': { type: 'boolean', default: false },
  },
})
const [rows, repeats] = [Number(values.rows), Number(values.repeats)]
if (![rows, repeats].every((one) => Number.isInteger(one) && one > 0)) {
  console.error('--rows and --repeats take whole numbers')
  process.exit(2)
}

type Measured = { ms: number; peak: number; cpuMs?: number; found: string; parts?: Readonly<Record<string, number>> }
type Counts = { insert: number; update: number; delete: number }
const shown = ({ insert, update, delete: gone }: Counts): string => `+${insert} ~${update} -${gone}`

async function peer(program: string, args: readonly string[]): Promise<Measured> {
  const began = performance.now()
  const { stdout } = await promisify(execFile)(program, [...args], { maxBuffer: 1 << 20 })
  const found = JSON.parse(stdout) as Counts & { peak: number }
  return { ms: performance.now() - began, peak: found.peak, found: shown(found) }
}

async function several(times: number, work: () => Promise<Measured>): Promise<Measured> {
  const all: Measured[] = []
  for (let at = 0; at < times; at++) all.push(await work())
  const best = all.reduce((a, b) => (b.ms < a.ms ? b : a))
  return { ...best, peak: Math.max(...all.map(({ peak }) => peak)) }
}

/** The table's rows as the peers are given them. */
async function writeRows(path: string): Promise<void> {
  const out = createWriteStream(path)
  for (let row = 1; row <= rows; row++) {
    if (!out.write(`${JSON.stringify(columns.map(({ value }) => value(row, 0)))}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

async function peersOf(book: string, path: string): Promise<[string, Measured | string][]> {
  const program = new URL('./datasheets/peers.ts', import.meta.url).pathname
  const node = (name: string) => several(1, () => peer(process.execPath, [program, name, book, path]))
  const old = new URL('./datasheets/openpyxl-diff.py', import.meta.url).pathname
  const openpyxl = await peer(values.python, [old, book, path]).catch((error: Error) =>
    /openpyxl/.test(error.message) ? 'this Python has no openpyxl' : error.message.slice(0, 80),
  )
  return [
    ['exceljs (stream) + map', await node('exceljs')],
    ['hucre (stream) + map', await node('hucre')],
    ['openpyxl + dictionary', openpyxl],
  ]
}

/** Another database whose table is as the sheet is; its address. */
async function fillSource(url: URL, differences: Differences): Promise<string> {
  const from = new URL(url)
  from.pathname = `${url.pathname}_from`
  const name = from.pathname.slice(1)
  await openGameDatabase(url.href).session(async (session) => {
    await session.execute(`DROP DATABASE IF EXISTS ${quoteName(name)}`)
    await session.execute(`CREATE DATABASE ${quoteName(name)} CHARACTER SET utf8mb4`)
  })
  await fillTable(openGameDatabase(from.href), sheet, sheetRows(rows, differences))
  return from.href
}

const measuredOf = ({ ms, peakBytes, cpuMs, tables, durationsMs }: Awaited<ReturnType<typeof compareByChild>>): Measured => {
  return { ms, peak: peakBytes, cpuMs, found: shown(tables[0] as Counts), parts: durationsMs }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-bench-'))
try {
  const book = join(folder, 'Items.xlsx')
  const differences = { changed: rows / 100, added: rows / 200, gone: rows / 200 }
  const bytes = await writeWorkbook(book, sheet, rows, differences, values.stamped ? benchEnvironment : null)
  const url = new URL(env.DATABASE_URL)
  await fillTable(openGameDatabase(url.href), sheet, rows)
  const [server] = await openGameDatabase(url.href).session((session) => session.query('SELECT VERSION() AS version'))
  console.log(`${rows} rows x ${columns.length} columns, workbook of ${megabytes(bytes)}, ${String(server?.version)}; the best of ${repeats} runs`)
  const ours = await several(repeats, async () => measuredOf(await compareByChild({ url: url.href, book, folder })))
  const from = await fillSource(url, differences)
  const databases = await several(repeats, async () => measuredOf(await compareDatabasesByChild({ from, url: url.href, folder })))
  const table = new Table({ head: ['', 'drop to diff', 'peak memory', 'found', 'ours is faster by'], style: { head: [], border: [] } })
  for (const [name, { ms, peak, found, cpuMs = 0 }] of [['this console', ours] as const, ['two databases', databases] as const]) {
    table.push([name, `${(ms / 1000).toFixed(2)} s`, megabytes(peak), found, `(${(cpuMs / 1000).toFixed(2)} s of processor time)`])
  }
  let ratio: number | null = null
  if (!values['without-peers']) {
    const kept = join(folder, 'rows.ndjson')
    await writeRows(kept)
    for (const [name, measured] of await peersOf(book, kept)) {
      if (typeof measured === 'string') table.push([name, '-', '-', measured, '-'])
      else {
        const by = measured.ms / ours.ms
        if (name.startsWith('openpyxl')) ratio = by
        table.push([name, `${(measured.ms / 1000).toFixed(2)} s`, megabytes(measured.peak), measured.found, `${by.toFixed(1)} x`])
      }
    }
  }
  console.log(table.toString())
  console.log(
    `of it, in ms: ${Object.entries(ours.parts ?? {})
      .map(([name, ms]) => `${name} ${ms}`)
      .join(', ')}`,
  )
  const faults = [
    ours.ms <= (rows > 100_000 ? goalManyMs * (rows / 1e6) : goals.ms) ? null : 'it took longer than the goal',
    ours.peak <= goals.peak ? null : 'it took more memory than the goal',
    databases.found === ours.found ? null : 'two databases do not differ as sheet and table do',
    ratio === null || ratio >= goals.ratio ? null : 'it is not so much faster than openpyxl as the goal says',
  ].filter((one) => one !== null)
  console.log(faults.length === 0 ? 'every goal is reached' : faults.join('; '))
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
