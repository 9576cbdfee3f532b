import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import exceljs from 'exceljs'
import { openGameDatabase, quoteName } from '#server/game-database.ts'
import { peakBytes } from '#workers/datasheets/child/spent.ts'

export type Measured = { peakBytes: number }
type Job = { url: string; table: string; path: string }

// A process of its own, so that its memory is its own. Digits are numbers where they stay exact, as in the other way.
const value = (cell: unknown): string | number | null => {
  if (cell === null) return null
  const text = String(cell)
  return text.length <= 15 && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

async function write({ url, table, path }: Job): Promise<void> {
  const out = createWriteStream(path)
  const closed = finished(out)
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream: out, useSharedStrings: false, useStyles: false })
  const sheet = book.addWorksheet(table)
  await openGameDatabase(url).session(async (session) => {
    const columns = await session.query(`SHOW COLUMNS FROM ${quoteName(table)}`)
    sheet.addRow(columns.map(({ Field }) => String(Field))).commit()
    await session.stream(`SELECT * FROM ${quoteName(table)}`, [], (cells) => sheet.addRow(cells.map(value)).commit())
  })
  sheet.commit()
  await book.commit()
  await closed
}

process.once('message', async (job: Job) => {
  await write(job)
  process.send?.({ peakBytes: peakBytes() } satisfies Measured, () => process.exit(0))
})
