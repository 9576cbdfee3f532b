import 'server-only'
import type { CellStyle } from '#core/datasheets/cell.ts'
import type { ReadingCaps } from '#core/datasheets/reading/caps.ts'
import { Meter } from '#core/datasheets/reading/meter.ts'
import { ContentTypes, partKey, Relationships, requireWorkbook } from '#core/datasheets/reading/package.ts'
import { xmlSink } from '#core/datasheets/reading/part.ts'
import { SharedStrings } from '#core/datasheets/reading/shared-strings.ts'
import { Enough, type OnRow, type SheetFacts, Worksheet } from '#core/datasheets/reading/sheet.ts'
import { Styles } from '#core/datasheets/reading/styles.ts'
import { TextTable } from '#core/datasheets/reading/text-table.ts'
import { unreadable } from '#core/datasheets/reading/unreadable.ts'
import { WorkbookPart } from '#core/datasheets/reading/workbook-part.ts'
import type { XmlHandler } from '#core/datasheets/reading/xml.ts'
import { inflatePart } from '#server/files/inflate.ts'
import type { Workbook } from '#server/files/workbook.ts'
import { openZip, type Zip } from '#server/files/zip.ts'

const folderOf = (part: string): string => part.slice(0, part.lastIndexOf('/') + 1)

/** The part that holds the relationships of another. */
const relationsOf = (part: string): string => `${folderOf(part)}_rels/${part.slice(folderOf(part).length)}.rels`

/** Of the parts that say where the others are, which are in memory as a whole; they have some kilobytes. */
const MOST_BYTES = 8 * 1024 * 1024

function readSmall<T extends XmlHandler>(zip: Zip, part: string, handler: T): Promise<T> {
  const bytes = zip.entries.get(partKey(part))?.bytes ?? 0
  if (bytes > MOST_BYTES) throw unreadable('datasheet_broken', { part, at: 1, what: `${bytes} > ${MOST_BYTES} bytes` })
  return readXml(zip, part, handler)
}

async function readXml<T extends XmlHandler>(zip: Zip, part: string, handler: T): Promise<T> {
  const entry = zip.entries.get(partKey(part))
  if (!entry) throw unreadable('datasheet_part_missing', { part })
  await inflatePart(zip, entry, xmlSink(part, handler))
  return handler
}

/** The workbook's own part and what it points to, by content type and not by file name. */
async function findParts(zip: Zip): Promise<{ workbook: string; relations: Relationships }> {
  if (!zip.entries.has('[content_types].xml')) throw unreadable('datasheet_not_a_workbook', { found: 'zip' })
  const types = await readSmall(zip, '[Content_Types].xml', new ContentTypes())
  const root = await readSmall(zip, '_rels/.rels', new Relationships(''))
  const workbook = root.ofKind('officeDocument')[0]?.target
  requireWorkbook(
    workbook === undefined ? undefined : types.of(workbook),
    [...zip.entries.keys()].some((part) => part.endsWith('vbaproject.bin')),
  )
  const part = workbook as string
  return { workbook: part, relations: await readSmall(zip, relationsOf(part), new Relationships(folderOf(part))) }
}

type Shared = { texts: TextTable; styles: readonly CellStyle[] }

async function readShared(zip: Zip, relations: Relationships, caps: ReadingCaps): Promise<Shared> {
  const styles = relations.ofKind('styles')[0]?.target
  const strings = relations.ofKind('sharedStrings')[0]?.target
  const bytes = zip.entries.get(partKey(strings ?? ''))?.bytes ?? 0
  if (caps.textBytes !== undefined && bytes > caps.textBytes) throw unreadable('datasheet_texts_too_large', { bytes, most: caps.textBytes })
  return {
    // Without a part of formats a cell can only name the first one.
    styles: styles === undefined ? ['plain'] : (await readXml(zip, styles, new Styles(styles))).list(),
    texts: strings === undefined ? new TextTable() : (await readXml(zip, strings, new SharedStrings(strings, caps))).table,
  }
}

/** Opens an .xlsx file; its sheets are named, their contents wait until they are asked for. */
export async function openXlsx(path: string, caps: ReadingCaps): Promise<Workbook> {
  const zip = await openZip(path, caps)
  try {
    const { workbook, relations } = await findParts(zip)
    const { sheets, date1904, recalculates } = await readSmall(zip, workbook, new WorkbookPart(workbook, caps))
    const placed = sheets.map((sheet) => ({ ...sheet, relation: relations.byId(sheet.relation) }))
    const lost = placed.find((sheet) => !sheet.relation)
    if (lost) throw unreadable('datasheet_part_missing', { part: lost.name })
    if (placed.some((sheet) => sheet.relation?.kind.toLowerCase().includes('macrosheet'))) throw unreadable('datasheet_macro')
    const readable = placed.filter((sheet) => sheet.relation?.kind === 'worksheet')
    const meter = new Meter(caps)
    let shared: Promise<Shared> | null = null

    async function readSheet(name: string, onRow: OnRow): Promise<SheetFacts> {
      const part = readable.find((sheet) => sheet.name === name)?.relation?.target
      if (part === undefined) throw unreadable('datasheet_sheet_missing', { sheet: name })
      shared ??= readShared(zip, relations, caps)
      const sheet = new Worksheet(part, { ...(await shared), name, caps, meter, onRow })
      await readXml(zip, part, sheet).catch((error: unknown) => {
        if (!(error instanceof Enough)) throw error
      })
      return sheet.facts
    }

    return {
      kind: 'xlsx',
      encoding: null,
      date1904,
      sheets: readable.map(({ name, hidden }) => ({ name, hidden })),
      otherSheets: placed.filter((sheet) => !readable.includes(sheet)).map(({ name }) => name),
      externalLinks: relations.ofKind('externalLink').length,
      recalculates,
      readSheet,
      close: zip.close,
    }
  } catch (error) {
    await zip.close()
    throw error
  }
}
