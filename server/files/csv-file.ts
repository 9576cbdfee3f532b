import 'server-only'
import { type FileHandle, open } from 'node:fs/promises'
import type { ReadingCaps } from '#core/datasheets/reading/caps.ts'
import { CsvRows } from '#core/datasheets/reading/csv.ts'
import { type Encoding, markedEncoding, TextPieces } from '#core/datasheets/reading/decoder.ts'
import { Meter } from '#core/datasheets/reading/meter.ts'
import { Enough } from '#core/datasheets/reading/sheet.ts'
import { Unreadable, unreadable } from '#core/datasheets/reading/unreadable.ts'
import type { Workbook } from '#server/files/workbook.ts'

const READ_BYTES = 128 * 1024

async function* pieces(file: FileHandle): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(READ_BYTES)
  for (let position = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, READ_BYTES, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

async function isEncodedAs(file: FileHandle, encoding: Encoding): Promise<boolean> {
  const text = new TextPieces('', encoding)
  try {
    for await (const piece of pieces(file)) text.push(piece)
    text.end()
    return true
  } catch (error) {
    if (error instanceof Unreadable) return false
    throw error
  }
}

/** By its mark, else UTF-8 where the whole file is that, else the Korean code page (CP949) where it is that. */
async function detectEncoding(file: FileHandle, name: string): Promise<Encoding> {
  const head = Buffer.alloc(3)
  await file.read(head, 0, 3, 0)
  const candidates: Encoding[] = [markedEncoding(head)?.encoding ?? 'utf-8', ...(markedEncoding(head) ? [] : (['euc-kr'] as const))]
  for (const encoding of candidates) if (await isEncodedAs(file, encoding)) return encoding
  throw unreadable('datasheet_encoding', { part: name, encoding: '?' })
}

/** `Items.csv` -> `Items`. */
const sheetName = (name: string): string => (name.split(/[\\/]/).at(-1) ?? '').replace(/\.[^.]*$/, '') || name

/** Opens a CSV file as a workbook with one sheet, named after the file. Its encoding is detected over the whole file. */
export async function openCsv(path: string, name: string, caps: ReadingCaps): Promise<Workbook> {
  const file = await open(path, 'r')
  try {
    const encoding = await detectEncoding(file, name)
    const meter = new Meter(caps)
    const sheet = sheetName(name)
    return {
      kind: 'csv',
      encoding,
      date1904: false,
      sheets: [{ name: sheet, hidden: false }],
      otherSheets: [],
      externalLinks: 0,
      recalculates: false,
      close: () => file.close(),
      readSheet: async (wanted, onRow) => {
        if (wanted !== sheet) throw unreadable('datasheet_sheet_missing', { sheet: wanted })
        const rows = new CsvRows({ name: sheet, caps, meter, onRow })
        const text = new TextPieces(name, encoding)
        try {
          for await (const piece of pieces(file)) rows.push(text.push(piece))
          rows.push(text.end())
          rows.end()
        } catch (error) {
          if (!(error instanceof Enough)) throw error
        }
        return rows.facts
      },
    }
  } catch (error) {
    await file.close()
    throw error
  }
}
