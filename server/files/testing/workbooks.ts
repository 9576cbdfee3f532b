import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SheetRow } from '#core/datasheets/cell.ts'
import { defaultCaps, type ReadingCaps } from '#core/datasheets/reading/caps.ts'
import type { SheetFacts } from '#core/datasheets/reading/sheet.ts'
import { Unreadable } from '#core/datasheets/reading/unreadable.ts'
import type { ZipPart } from '#server/files/testing/zip-writer.ts'
import { openWorkbook } from '#server/files/workbook.ts'

export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

export type BookForm = {
  /** By sheet name: the inside of `<sheetData>`, or a whole part. */
  sheets: Readonly<Record<string, string>>
  states?: Readonly<Record<string, string>>
  /** The inside of `<sst>`. */
  strings?: string
  /** The inside of `<styleSheet>`. */
  styles?: string
  date1904?: boolean
  recalculates?: boolean
  mainType?: string
  /** Put before the others or in their place, by name. */
  parts?: readonly ZipPart[]
}

const xml = (text: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`
const sheetPart = (inside: string): string =>
  inside.startsWith('<?xml') || inside.startsWith('<worksheet') ? inside : xml(`<worksheet xmlns="${MAIN}"><sheetData>${inside}</sheetData></worksheet>`)

/** The parts of an .xlsx file, as Excel lays them out. */
export function bookParts({
  sheets,
  states = {},
  strings,
  styles,
  date1904,
  recalculates,
  mainType = `${TYPE}.sheet.main+xml`,
  parts = [],
}: BookForm): ZipPart[] {
  const names = Object.keys(sheets)
  const override = (part: string, type: string) => `<Override PartName="/xl/${part}" ContentType="${type}"/>`
  const relation = (id: string, kind: string, target: string) => `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`
  const made: ZipPart[] = [
    {
      name: '[Content_Types].xml',
      content: xml(
        `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>${override('workbook.xml', mainType)}${names.map((_, i) => override(`worksheets/sheet${i + 1}.xml`, `${TYPE}.worksheet+xml`)).join('')}</Types>`,
      ),
    },
    {
      name: '_rels/.rels',
      content: xml(`<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`),
    },
    {
      name: 'xl/workbook.xml',
      content: xml(
        `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}"${states[name] ? ` state="${states[name]}"` : ''} r:id="rId${i + 1}"/>`).join('')}</sheets>${recalculates ? '<calcPr calcId="1" fullCalcOnLoad="1"/>' : ''}</workbook>`,
      ),
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: xml(
        `<Relationships xmlns="${PACKAGE}/relationships">${names.map((_, i) => relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`)).join('')}${strings === undefined ? '' : relation('rIdS', 'sharedStrings', 'sharedStrings.xml')}${styles === undefined ? '' : relation('rIdT', 'styles', '/xl/styles.xml')}</Relationships>`,
      ),
    },
    ...names.map((name, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, content: sheetPart(sheets[name] as string) })),
    ...(strings === undefined ? [] : [{ name: 'xl/sharedStrings.xml', content: xml(`<sst xmlns="${MAIN}">${strings}</sst>`) }]),
    ...(styles === undefined ? [] : [{ name: 'xl/styles.xml', content: xml(`<styleSheet xmlns="${MAIN}">${styles}</styleSheet>`) }]),
  ]
  return [...made.filter(({ name }) => !parts.some((part) => part.name === name)), ...parts]
}

/** Runs `use` with a file that holds these bytes, and takes it away. */
export async function withFile<T>(bytes: Uint8Array, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'quarterdeck-sheets-'))
  try {
    const path = join(folder, 'book')
    await writeFile(path, bytes)
    return await use(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export type ReadBook = { date1904: boolean; encoding: string | null; sheets: { name: string; hidden: boolean; rows: SheetRow[]; facts: SheetFacts }[] }

/** Opens a file and reads all of it. */
export function readBook(bytes: Uint8Array, { caps = {}, name = 'book.xlsx' }: { caps?: Partial<ReadingCaps>; name?: string } = {}): Promise<ReadBook> {
  return withFile(bytes, async (path) => {
    const book = await openWorkbook(path, name, { ...defaultCaps, ...caps })
    try {
      const sheets: ReadBook['sheets'] = []
      for (const sheet of book.sheets) {
        const rows: SheetRow[] = []
        const facts = await book.readSheet(sheet.name, (row) => rows.push(row))
        sheets.push({ ...sheet, rows, facts })
      }
      return { date1904: book.date1904, encoding: book.encoding, sheets }
    } finally {
      await book.close()
    }
  })
}

/** The refusal that reading ends with: its code and its numbers. Fails when there is none. */
export async function refusalOf(reading: Promise<unknown>): Promise<Record<string, string | number>> {
  const error = await reading.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof Unreadable) return { code: error.refusal.code, ...error.refusal.params }
  throw error ?? new Error('nothing was refused')
}
