import { isWritable } from '#core/datasheets/mapping/check-columns.ts'
import { sheetsFor } from '#core/datasheets/mapping/export.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { strictestKind } from '#features/datasheets/access.ts'
import type { TableCounts, TableCountsQuery } from '#features/datasheets/exports/schema.ts'
import { latestMapping } from '#features/datasheets/mapping/repository.ts'
import { environmentFor, type Origin } from '#features/datasheets/service.ts'
import type { EnvironmentRow } from '#features/environments/repository.ts'
import { gameDoor } from '#features/environments/service.ts'
import { readingCaps } from '#server/files/caps.ts'
import { openGameDatabase, quoteName } from '#server/game-database.ts'
import { readGameSchema } from '#server/game-schema.ts'

type Counted = { tables: TableDef[]; rows: Map<string, number> }

/** Tables that are counted by one statement: its text stays far below what a packet takes. */
const together = 50

/** Every table with its exact rows. Refuses what keeps the console from reading. */
async function countRows(row: EnvironmentRow): Promise<Counted | Refusal> {
  const door = gameDoor(row)
  if (door instanceof Refusal) return door
  try {
    return await openGameDatabase(door.url).session(async (session) => {
      const tables = await readGameSchema(session, { tables: door.tables })
      const rows = new Map<string, number>()
      for (let at = 0; at < tables.length; at += together) {
        const group = tables.slice(at, at + together)
        const counts = group.map(({ name }, n) => `(SELECT COUNT(*) FROM ${quoteName(name)}) AS n${n}`)
        const [found = {}] = await session.query(`SELECT ${counts.join(', ')}`)
        for (const [n, { name }] of group.entries()) rows.set(name, Number(found[`n${n}`]))
      }
      return { tables, rows }
    })
  } catch (error) {
    const fault = door.faultOf(error)
    if (fault) return fault
    throw error
  }
}

const placeOf = ({ id, name, kind }: EnvironmentRow) => ({ id, name, kind: strictestKind(kind, undefined) })

/** Tables of an environment, and of another beside it, with their exact rows and the sheets that an export writes. */
export async function countTables(who: Principal, { environment, beside }: TableCountsQuery, origin: Origin): Promise<TableCounts | Refusal> {
  const row = await environmentFor(who, 'datasheets.view', environment, origin, 'environment')
  if (row instanceof Refusal) return row
  const other = beside === undefined ? null : await environmentFor(who, 'datasheets.view', beside, origin, 'beside')
  if (other instanceof Refusal) return other
  const [here, there, { mapping }] = await Promise.all([countRows(row), other && countRows(other), latestMapping(row.id)])
  if (here instanceof Refusal) return here
  if (there instanceof Refusal) return there
  const elsewhere = there?.tables.filter(({ name }) => !here.rows.has(name)) ?? []
  const tables = [...here.tables, ...elsewhere].map((table) => {
    const sheets = here.rows.has(table.name) ? sheetsFor(table, mapping, here.tables) : null
    return {
      table: table.name,
      comment: table.comment,
      rows: here.rows.get(table.name) ?? null,
      besideRows: there?.rows.get(table.name) ?? null,
      columns: table.columns.filter(isWritable).length,
      sheets: sheets?.map(({ sheet }) => sheet) ?? [],
      exportable: sheets !== null,
    }
  })
  const { rows, cells, sheets } = readingCaps
  return {
    environment: placeOf(row),
    beside: other && placeOf(other),
    tables: tables.sort((a, b) => (a.table < b.table ? -1 : 1)),
    caps: { rows, cells, sheets },
    countedAt: new Date().toISOString(),
  }
}
