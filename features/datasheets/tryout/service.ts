import { cellAddress, type SheetRow } from '#core/datasheets/cell.ts'
import { absent } from '#core/datasheets/diff/line.ts'
import { SheetRows } from '#core/datasheets/diff/sheet-row.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import { checkMapping } from '#core/datasheets/mapping/check.ts'
import { type Header, resolveHeader } from '#core/datasheets/mapping/header.ts'
import type { MappingIssue } from '#core/datasheets/mapping/issue.ts'
import type { Mapping } from '#core/datasheets/mapping/mapping.ts'
import type { Reading } from '#core/datasheets/mapping/resolve.ts'
import { meantReading } from '#core/datasheets/mapping/tried.ts'
import { ownText } from '#core/datasheets/reading/own-text.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { latestMapping } from '#features/datasheets/mapping/repository.ts'
import type { TryAnswer, TryRequest } from '#features/datasheets/mapping/schema.ts'
import { wordedIssues } from '#features/datasheets/mapping/service.ts'
import { environmentFor, findingWords, type Origin, readTables } from '#features/datasheets/service.ts'
import { withWorkbook } from '#features/datasheets/sheets/service.ts'
import { findUpload, sheetsOf } from '#features/datasheets/uploads/repository.ts'
import { pathOfFile } from '#server/files/kept.ts'
import type { Workbook } from '#server/files/workbook.ts'
import type { Locale } from '#server/http/locale.ts'

type Rows = TryAnswer['rows']

const mostRows = 50
const mostFindings = 200
const longestText = 200

/** What the values of the row that was read last are, by column, with what is wrong with each. */
function cellsOf(rows: SheetRows, found: readonly Finding[]): Rows[number]['cells'] {
  return Object.fromEntries(
    rows.columns.map((column, at) => {
      const value = rows.values[at] ?? null
      const { cell, value: raw } = rows.place(column.name)
      const errors = found.filter((one) => one.level === 'error' && one.column === column.name && one.code !== 'row_outside_slice')
      const shown = typeof value === 'string' ? ownText(value, longestText) : null
      return [
        column.name,
        {
          cell: raw === undefined ? null : cell,
          raw: ownText(raw ?? '', longestText),
          value: shown,
          default: value === absent,
          errors: errors.map(({ code }) => code),
        },
      ]
    }),
  )
}

type Read = { header: Header; titles: SheetRow['cells']; rows: Rows; findings: Finding[]; complete: boolean }

/** Reads the first rows of a sheet the way a comparison reads all of them. */
async function readSome(book: Workbook, reading: Reading): Promise<Read> {
  const { headerRow } = reading.sheetMapping
  const findings: Finding[] = []
  const rows: Rows = []
  let titles: SheetRow['cells'] = []
  let sheet: SheetRows | null = null
  let complete = true
  let header: Header | null = null
  let unsliced = false
  const begin = (): SheetRows => {
    header = resolveHeader(reading, titles)
    findings.push(...header.findings)
    unsliced = findings.some(({ code }) => code === 'header_slice_missing')
    return new SheetRows(reading, header, {
      date1904: book.date1904,
      found: (finding) => findings.push({ ...finding, value: finding.value === null ? null : ownText(finding.value) }),
    })
  }
  await book.readSheet(reading.sheet, (row) => {
    if (row.number === headerRow) titles = row.cells
    if (row.number <= headerRow) return true
    sheet ??= begin()
    const known = findings.length
    if (!sheet.read(row)) return true
    if (rows.length === mostRows) {
      findings.length = known
      complete = false
      return false
    }
    const found = findings.slice(known)
    const inSlice = reading.slice === null || unsliced ? null : !found.some(({ code }) => code === 'row_outside_slice')
    rows.push({ row: row.number, inSlice, cells: cellsOf(sheet, found) })
    return true
  })
  if (sheet === null) begin()
  return { header: header as unknown as Header, titles, rows, findings, complete }
}

const nothing = { headers: [], missing: [], key: [], rows: [], complete: true }

async function tried(book: Workbook, reading: Reading): Promise<Omit<TryAnswer, 'issues' | 'findings'> & { findings: Finding[] }> {
  const { header, titles, rows, findings, complete } = await readSome(book, reading)
  return {
    table: reading.table.name,
    ignored: false,
    headers: titles
      .filter(({ raw }) => raw.trim() !== '')
      .map(({ column, raw }) => ({
        cell: cellAddress(column, reading.sheetMapping.headerRow),
        text: ownText(raw, longestText),
        column: header.columns[column]?.name ?? null,
      })),
    missing: header.missing.map(({ name }) => name),
    key: header.key.map(({ name }) => name),
    rows,
    findings,
    complete,
  }
}

type Place = { path: string; file: string; sheet: string }

async function tryOut(place: Place, request: TryRequest, mapping: Mapping, tables: readonly TableDef[], issues: readonly MappingIssue[]) {
  const meant = meantReading({ file: place.file, sheet: place.sheet, table: request.table ?? null }, mapping, tables, issues)
  if (!('reading' in meant)) return { ...nothing, table: null, ignored: meant.ignored, findings: [...meant.findings] }
  return withWorkbook(place.path, place.file, (book) => tried(book, meant.reading))
}

/**
 * Reads the first 50 rows of a sheet by a mapping that need not be saved, nor be right: what is wrong with it is part of
 * the answer. Refuses upload_unknown, datasheet_sheet_missing, what the file is refused for, and what keeps the console from the game database.
 */
export async function tryMapping(who: Principal, environment: string, request: TryRequest, locale: Locale, origin: Origin): Promise<TryAnswer | Refusal> {
  const row = await environmentFor(who, 'datasheets.diff', environment, origin)
  if (row instanceof Refusal) return row
  const upload = await findUpload(request.upload)
  if (!upload) return refuse('upload_unknown', 404, { upload: request.upload }, 'upload')
  if (!sheetsOf(upload).some(({ name }) => name === request.sheet)) return refuse('datasheet_sheet_missing', 404, { sheet: request.sheet }, 'sheet')
  const tables = await readTables(row)
  if (tables instanceof Refusal) return tables
  const mapping = request.mapping ?? (await latestMapping(row.id)).mapping
  const issues = checkMapping(mapping, tables)
  const answer = await tryOut({ path: pathOfFile(upload.path), file: upload.name, sheet: request.sheet }, request, mapping, tables, issues)
  if (answer instanceof Refusal) return answer
  const say = findingWords(locale)
  const findings = answer.findings.slice(0, mostFindings).map((finding) => ({ ...finding, message: say(finding) }))
  return { ...answer, findings, issues: wordedIssues(issues, locale) }
}
