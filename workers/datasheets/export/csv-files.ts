import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import archiver from 'archiver'
import type { CellWriter } from '#core/datasheets/export/cell-writer.ts'
import { csvRows, csvText } from '#core/datasheets/export/csv-row.ts'

/** Spreadsheets read a file without it in the code page of their machine. */
const byteOrderMark = '\ufeff'
const lineEnd = '\r\n'
const pieceCharacters = 1 << 16

type CsvForm = { headerRow: number; skipRows: readonly number[]; columns: readonly { header: string; writer: CellWriter }[] }

/** One sheet as a CSV file: UTF-8 with its mark, CRLF, rows in the places where the mapping looks for them. */
export class CsvFile {
  rows = 0
  cells: number
  private readonly out: WriteStream
  private readonly closed: Promise<void>
  private readonly toLine: ReturnType<typeof csvRows>
  private readonly skipped: ReadonlySet<number>
  private waiting: string
  private next: number

  constructor(path: string, { headerRow, skipRows, columns }: CsvForm) {
    this.out = createWriteStream(path, { mode: 0o600 })
    this.closed = finished(this.out)
    // Told by `end`.
    this.closed.catch(() => {})
    this.toLine = csvRows(columns.map(({ writer }) => writer))
    this.skipped = new Set(skipRows)
    this.next = headerRow + 1
    this.cells = columns.length
    this.waiting = byteOrderMark + lineEnd.repeat(headerRow - 1) + columns.map(({ header }) => csvText(header)).join(',') + lineEnd
  }

  /** Canonical values in the order of the columns. What comes back is to be waited for. */
  add(values: readonly (string | null)[]): Promise<void> | undefined {
    for (; this.skipped.has(this.next); this.next++) this.waiting += lineEnd
    this.waiting += this.toLine(values)
    this.next++
    this.rows++
    for (const value of values) if (value !== null) this.cells++
    if (this.waiting.length < pieceCharacters) return undefined
    const taken = this.out.write(this.waiting)
    this.waiting = ''
    return taken ? undefined : once(this.out, 'drain').then(() => {})
  }

  async end(): Promise<void> {
    this.out.end(this.waiting)
    await this.closed
  }
}

/** Puts the files of a folder into one archive, as they are on the disk. */
export async function packFiles(folder: string, names: readonly string[], path: string): Promise<number> {
  const out = createWriteStream(path, { mode: 0o600 })
  const closed = finished(out)
  const archive = archiver('zip')
  archive.on('error', (error) => out.destroy(error))
  archive.pipe(out)
  for (const name of names) archive.file(join(folder, name), { name })
  await Promise.all([archive.finalize(), closed])
  return (await stat(path)).size
}

export async function makeFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}
