import { readFileSync } from 'node:fs'
import { linesOf } from '#workers/datasheets/lines.ts'

// Run by itself, in a process of its own: `peers.ts exceljs|hucre BOOK ROWS`. ROWS holds a JSON list of texts for each row of the table, the key first;
// that it comes from a file and not from the database is to the peer's favour. What a cell and a text have in common is compared as plainly as the
// dictionary of old did: as texts, numbers by value.

type Cells = readonly unknown[]

const textOf = (cell: unknown): string => {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 19).replace('T', ' ')
  return String(cell)
}
const isSame = (cell: unknown, kept: string | null): boolean => textOf(cell) === (kept ?? '') || (typeof cell === 'number' && cell === Number(kept))

async function* byExceljs(path: string): AsyncGenerator<Cells> {
  const { default: exceljs } = await import('exceljs')
  const reader = new exceljs.stream.xlsx.WorkbookReader(path, {
    sharedStrings: 'cache',
    styles: 'cache',
    worksheets: 'emit',
    entries: 'emit',
    hyperlinks: 'ignore',
  })
  for await (const sheet of reader) for await (const row of sheet) yield (row.values as unknown[]).slice(1)
}

async function* byHucre(path: string): AsyncGenerator<Cells> {
  const { streamXlsxRows } = await import('hucre/xlsx')
  for await (const { values } of streamXlsxRows(readFileSync(path))) yield values
}

async function tableOf(path: string): Promise<Map<string, (string | null)[]>> {
  const table = new Map<string, (string | null)[]>()
  for await (const lines of linesOf(path, 1_000)) {
    for (const line of lines) {
      const row = JSON.parse(line) as (string | null)[]
      table.set(row[0] ?? '', row)
    }
  }
  return table
}

async function diff(rows: AsyncGenerator<Cells>, table: Map<string, (string | null)[]>): Promise<Record<string, number>> {
  const counts = { insert: 0, update: 0, delete: 0 }
  let header = true
  for await (const cells of rows) {
    if (header) {
      header = false
      continue
    }
    const key = textOf(cells[0])
    const kept = table.get(key)
    if (!kept) counts.insert++
    else if (!kept.every((value, at) => isSame(cells[at], value))) counts.update++
    table.delete(key)
  }
  counts.delete = table.size
  return counts
}

const [peer, book = '', rows = ''] = process.argv.slice(2)
const began = performance.now()
const counts = await diff(peer === 'exceljs' ? byExceljs(book) : byHucre(book), await tableOf(rows))
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024
console.log(JSON.stringify({ ...counts, ms: performance.now() - began, peak }))
