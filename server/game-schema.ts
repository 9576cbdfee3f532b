import 'server-only'
import { createHash } from 'node:crypto'
import type { ForeignKey, TableDef, UniqueKey } from '#core/datasheets/table.ts'
import { columnDefOf, type DeclaredColumn, type Dialect } from '#core/datasheets/values/declared.ts'
import { type AllowedTables, isAllowed } from '#core/environments/identifiers.ts'
import { type GameCell, type GameRow, type GameSession, quoteName } from '#server/game-database.ts'

/** Tables of the console itself in a game's database: undo and lock tables. */
const OWN_TABLES = '_quarterdeck_'

/** Foreign keys that lead to tables of this database, a row for each of their columns. */
const foreignKeys = (where: string): string => `SELECT k.TABLE_SCHEMA AS db, k.TABLE_NAME AS tab, k.CONSTRAINT_NAME AS name, k.COLUMN_NAME AS col,
      k.REFERENCED_TABLE_NAME AS target, k.REFERENCED_COLUMN_NAME AS target_col, r.DELETE_RULE AS on_delete, r.UPDATE_RULE AS on_update
    FROM information_schema.KEY_COLUMN_USAGE k
    LEFT JOIN information_schema.REFERENTIAL_CONSTRAINTS r
      ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
    WHERE ${where} AND k.REFERENCED_TABLE_SCHEMA = DATABASE() ORDER BY k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION`

const statements = {
  tables: `SELECT TABLE_NAME AS name, TABLE_COMMENT AS comment FROM information_schema.TABLES
    WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY TABLE_NAME`,
  columns: `SELECT TABLE_NAME AS tab, COLUMN_NAME AS name, COLUMN_DEFAULT AS def, IS_NULLABLE AS nullable, DATA_TYPE AS kind, COLUMN_TYPE AS declared,
      CHARACTER_MAXIMUM_LENGTH AS chars, CHARACTER_OCTET_LENGTH AS octets, NUMERIC_PRECISION AS digits, NUMERIC_SCALE AS scale,
      DATETIME_PRECISION AS fsp, CHARACTER_SET_NAME AS charset, COLLATION_NAME AS collation_name, EXTRA AS extra, COLUMN_COMMENT AS comment
    FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION`,
  unique: `SELECT TABLE_NAME AS tab, INDEX_NAME AS name, COLUMN_NAME AS col, SUB_PART AS prefix FROM information_schema.STATISTICS
    WHERE TABLE_SCHEMA = DATABASE() AND NON_UNIQUE = 0 ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`,
  foreign: foreignKeys('k.TABLE_SCHEMA = DATABASE()'),
  outside: foreignKeys('k.TABLE_SCHEMA <> DATABASE()'),
  triggers: `SELECT EVENT_OBJECT_TABLE AS tab, TRIGGER_NAME AS name FROM information_schema.TRIGGERS
    WHERE EVENT_OBJECT_SCHEMA = DATABASE() ORDER BY EVENT_OBJECT_TABLE, TRIGGER_NAME`,
  /** Only MariaDB names the table there, and only MariaDB needs it. */
  checks: `SELECT TABLE_NAME AS tab, CHECK_CLAUSE AS clause FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()`,
}

const decoder = new TextDecoder()
const text = (cell: GameCell | undefined): string => (cell instanceof Uint8Array ? decoder.decode(cell) : cell == null ? '' : String(cell))
const textOrNull = (cell: GameCell | undefined): string | null => (cell == null ? null : text(cell))
const numberOrNull = (cell: GameCell | undefined): number | null => (cell == null ? null : Number(text(cell)))

/** Rows by the table that they speak of, in their order. */
const byTable = (rows: readonly GameRow[]): Map<string, GameRow[]> => Map.groupBy(rows, (row) => text(row.tab))

const declaredOf = (row: GameRow, json: ReadonlySet<string>): DeclaredColumn => ({
  name: text(row.name),
  dataType: text(row.kind).toLowerCase(),
  columnType: text(row.declared),
  nullable: text(row.nullable) === 'YES',
  default: textOrNull(row.def),
  extra: text(row.extra),
  comment: text(row.comment),
  chars: numberOrNull(row.chars),
  octets: numberOrNull(row.octets),
  precision: numberOrNull(row.digits),
  scale: numberOrNull(row.scale),
  fsp: numberOrNull(row.fsp),
  charset: textOrNull(row.charset),
  collation: textOrNull(row.collation_name),
  checkedJson: json.has(`${text(row.tab)}.${text(row.name)}`),
})

/** Names of `table.column` that a check holds to valid JSON. */
function jsonColumns(rows: readonly GameRow[]): Set<string> {
  const found = rows.map((row) => [text(row.tab), /^json_valid\(`(.+)`\)$/is.exec(text(row.clause))?.[1]] as const)
  return new Set(found.filter(([, column]) => column !== undefined).map(([table, column]) => `${table}.${column}`))
}

/** Unique keys with the primary one among them; keys over expressions, which only the server can compute, are left out. */
function uniqueKeysOf(rows: readonly GameRow[]): UniqueKey[] {
  const keys = [...Map.groupBy(rows, (row) => text(row.name))]
  return keys
    .filter(([, parts]) => parts.every((part) => part.col !== null))
    .map(([name, parts]) => {
      const prefixes = parts.map((part) => numberOrNull(part.prefix))
      const columns = parts.map((part) => text(part.col))
      return prefixes.some((prefix) => prefix !== null) ? { name, columns, prefixes } : { name, columns }
    })
}

type Rules = { onDelete?: string | undefined; onUpdate?: string | undefined }

const keeps = (rule: string): boolean => /^(no action|restrict)$/i.test(rule)

const foreignKeysOf = (rows: readonly GameRow[], hidden: ReadonlyMap<string, Rules>): ForeignKey[] =>
  [...Map.groupBy(rows, (row) => text(row.name))].map(([name, parts]) => {
    const [first] = parts
    const onUpdate = textOrNull(first?.on_update) ?? hidden.get(name)?.onUpdate ?? 'RESTRICT'
    return {
      name,
      columns: parts.map((part) => text(part.col)),
      table: text(first?.target),
      references: parts.map((part) => text(part.target_col)),
      onDelete: textOrNull(first?.on_delete) ?? hidden.get(name)?.onDelete ?? 'RESTRICT',
      ...(keeps(onUpdate) ? {} : { onUpdate }),
    }
  })

const actionOf = (declared: string, event: 'DELETE' | 'UPDATE'): string | undefined =>
  new RegExp(` ON ${event} (CASCADE|SET NULL|NO ACTION|SET DEFAULT|RESTRICT)`).exec(declared)?.[1]

/**
 * MariaDB hides the rules of foreign keys from accounts that can only read and write rows, though not the foreign keys: they are read from the table's own
 * declaration then. Rules by the name of the foreign key; what is not said there is RESTRICT. `table` as statements name it.
 */
async function hiddenRules(session: GameSession, table: string, rows: readonly GameRow[]): Promise<Map<string, Rules>> {
  if (rows.every((row) => row.on_delete !== null)) return new Map()
  const [declared] = await session.query(`SHOW CREATE TABLE ${table}`)
  const found = text(declared?.['Create Table']).matchAll(/^\s*CONSTRAINT `((?:[^`]|``)+)` FOREIGN KEY .*?\)((?: ON (?:DELETE|UPDATE) [A-Z ]+)*),?$/gm)
  return new Map(
    [...found].map(([, name = '', said = '']) => [name.replaceAll('``', '`'), { onDelete: actionOf(said, 'DELETE'), onUpdate: actionOf(said, 'UPDATE') }]),
  )
}

/**
 * Tables that an environment lets the console touch, by name, each as the database declares it now. Six or seven statements in all; views, sequences,
 * system tables and the console's own are left out. Triggers show only to accounts that may see them. MySQL 8.0 to 9, MariaDB 10.6 and later.
 */
export async function readGameSchema(session: GameSession, { tables: allowed }: { tables: AllowedTables }): Promise<TableDef[]> {
  const [server] = await session.query('SELECT VERSION() AS version')
  const dialect: Dialect = /mariadb/i.test(text(server?.version)) ? 'mariadb' : 'mysql'
  const names = await session.query(statements.tables)
  const columns = byTable(await session.query(statements.columns))
  const unique = byTable(await session.query(statements.unique))
  const foreign = byTable(await session.query(statements.foreign))
  const triggers = byTable(await session.query(statements.triggers))
  const json = jsonColumns(dialect === 'mariadb' ? await session.query(statements.checks) : [])
  const shown = names
    .map((row) => ({ name: text(row.name), comment: text(row.comment) }))
    .filter(({ name }) => isAllowed(name, allowed) && !name.startsWith(OWN_TABLES))
  const rules = new Map<string, Map<string, Rules>>()
  for (const { name } of shown) rules.set(name, await hiddenRules(session, quoteName(name), foreign.get(name) ?? []))
  return shown.map(({ name, comment }) => {
    const keys = uniqueKeysOf(unique.get(name) ?? [])
    return {
      name,
      comment,
      columns: (columns.get(name) ?? []).map((row) => columnDefOf(declaredOf(row, json), dialect)),
      primaryKey: keys.find((key) => key.name === 'PRIMARY')?.columns ?? [],
      uniqueKeys: keys.filter((key) => key.name !== 'PRIMARY' || key.prefixes),
      foreignKeys: foreignKeysOf(foreign.get(name) ?? [], rules.get(name) ?? new Map()),
      triggers: (triggers.get(name) ?? []).map((row) => text(row.name)),
    }
  })
}

/** A foreign key of a table in another database on the same server, which leads to a table of this one. */
export type OutsideReference = { database: string; table: string; foreignKey: ForeignKey }

/** Who refers to this database from others: as far as the account has a right to their tables as a whole. */
export async function readOutsideReferences(session: GameSession): Promise<OutsideReference[]> {
  const rows = await session.query(statements.outside)
  const found: OutsideReference[] = []
  for (const parts of Map.groupBy(rows, (row) => JSON.stringify([text(row.db), text(row.tab)])).values()) {
    const [database, table] = [text(parts[0]?.db), text(parts[0]?.tab)]
    const rules = await hiddenRules(session, `${quoteName(database)}.${quoteName(table)}`, parts)
    found.push(...foreignKeysOf(parts, rules).map((foreignKey) => ({ database, table, foreignKey })))
  }
  return found
}

/** SHA-256, hex, of all that decides how rows are read and compared: comments and triggers do not count. Tables in the order given. */
export function schemaFingerprint(tables: readonly TableDef[]): string {
  const bare = tables.map(({ comment: _, triggers: __, columns, ...table }) => ({ ...table, columns: columns.map(({ comment: ___, ...column }) => column) }))
  return createHash('sha256').update(JSON.stringify(bare)).digest('hex')
}
