import { type Operation, ofColumn } from '#core/datasheets/operation.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import type { ColumnDef, TableDef } from '#core/datasheets/table.ts'
import { columnCanon } from '#core/datasheets/values/from-database.ts'
import { type AllowedTables, isAllowed } from '#core/environments/identifiers.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import type { ImportJob } from '#features/datasheets/applying/repository.ts'
import type { GameSession } from '#server/game-database.ts'
import { type OutsideReference, readGameSchema, schemaFingerprint } from '#server/game-schema.ts'

/** A ticked table of the plan as the game database declares it. */
export type GameTable = {
  /** Number in the plan. */
  position: number
  name: string
  result: TableResult
  def: TableDef
  /** All that can be written, in the order of the table. */
  columns: readonly ColumnDef[]
  /** Places of the key among them. */
  key: readonly number[]
  keyColumns: readonly ColumnDef[]
  place: ReadonlyMap<string, number>
  /** The canonical form of a value of a column, by its place. */
  canon: readonly ((raw: string | null) => string | null)[]
}

type GameTables = { tables: readonly GameTable[]; all: readonly TableDef[] }
/** `outside`: what refers to it from other databases on the server. */
export type GameSchema = GameTables & { outside: readonly OutsideReference[] }

const fail = (code: string, params: Record<string, string | number>): never => {
  throw new RunFailure(refuse(code, 409, params))
}

function gameTable(def: TableDef, position: number, result: TableResult): GameTable {
  const columns = def.columns.filter(({ generated, type }) => !generated && type.kind !== 'other')
  const place = new Map(columns.map(({ name }, at) => [name, at]))
  const key = result.key.map((name) => place.get(name) ?? -1)
  if (key.length === 0 || key.includes(-1)) fail('schema_changed', { table: def.name })
  return {
    position,
    name: def.name,
    result,
    def,
    columns,
    key,
    keyColumns: key.map((at) => columns[at] as ColumnDef),
    place,
    canon: columns.map(columnCanon),
  }
}

/** Engines that take nothing back are none to write to: half of an import would stay. */
async function checkEngines(session: GameSession, names: readonly string[]): Promise<void> {
  const rows = await session.query(
    `SELECT TABLE_NAME AS name, ENGINE AS engine FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (${names.map(() => '?').join(', ')})`,
    names,
  )
  const other = rows.find(({ engine }) => String(engine).toLowerCase() !== 'innodb')
  if (other) fail('table_not_transactional', { table: String(other.name), engine: String(other.engine) })
}

/**
 * The ticked tables as they are declared now. Refuses table_not_allowed, schema_changed, table_not_transactional, and row_not_restorable: of a row with a
 * column that no plan can carry nothing could be brought back.
 */
export async function readTables(session: GameSession, job: ImportJob): Promise<GameTables> {
  const allowed: AllowedTables = job.door.tables
  const all = await readGameSchema(session, { tables: null })
  const ticked = job.tables.filter(({ result }) => job.selection.tables.includes(result.table))
  for (const { result } of ticked) if (!isAllowed(result.table, allowed)) fail('table_not_allowed', { table: result.table, environment: job.environment.name })
  if (schemaFingerprint(all.filter(({ name }) => isAllowed(name, allowed))) !== job.schemaFingerprint) {
    fail('schema_changed', { environment: job.environment.name })
  }
  const tables = ticked.map(({ position, result }) => {
    const def = all.find(({ name }) => name === result.table)
    return def ? gameTable(def, position, result) : fail('schema_changed', { environment: job.environment.name })
  })
  for (const { def, name, result } of tables) {
    const other = def.columns.find(({ type, generated }) => type.kind === 'other' && !generated)
    if (other && result.delete > 0 && job.selection.deletes) fail('row_not_restorable', { table: name, column: other.name })
  }
  await checkEngines(
    session,
    tables.map(({ name }) => name),
  )
  return { tables, all }
}

/** Values of the key of an operation, in the order of the key. What a sheet left to the server is taken from the default; undefined: only the server knows. */
export function keyValues({ keyColumns }: GameTable, { op, key, cells }: Operation): (string | null)[] | undefined {
  const values: (string | null)[] = []
  for (const { name, default: from } of keyColumns) {
    const value = ofColumn(key, name) ?? null
    if (value !== null || op !== 'insert' || Object.hasOwn(cells, name)) values.push(value)
    else if (from && 'value' in from) values.push(from.value)
    else return undefined
  }
  return values
}
