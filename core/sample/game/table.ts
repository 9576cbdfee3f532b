/** A cell as the driver takes it: texts for decimals, big integers, dates and JSON. */
export type Cell = string | number | null
export type Row = readonly Cell[]

/** The two game databases: `production` is what players play, `test` holds the next patch. */
export const gameEnvironments = ['test', 'production'] as const
export type GameEnvironment = (typeof gameEnvironments)[number]

/** Comment of every table of the sample: how the loader knows that it may replace the table. */
export const tableMark = 'quarterdeck sample'

/**
 * A table of the game: the lines of its CREATE TABLE (columns and keys, in the SQL that MySQL 8 and MariaDB 10.6 share),
 * the columns that `rows` fills, and the rows of an environment.
 */
export type GameTable = {
  name: string
  definition: readonly string[]
  columns: readonly string[]
  rows: (seed: number, environment: GameEnvironment) => Row[]
}

/** CREATE TABLE with the mark; utf8mb4_general_ci is a collation that both servers have. */
export const createSqlOf = (table: GameTable): string =>
  `CREATE TABLE \`${table.name}\` (\n  ${table.definition.join(',\n  ')}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='${tableMark}'`

/** INSERT for one row, with a placeholder per column. */
export const insertSqlOf = (table: GameTable): string =>
  `INSERT INTO \`${table.name}\` (${table.columns.map((column) => `\`${column}\``).join(', ')}) VALUES (${table.columns.map(() => '?').join(', ')})`

/** One cell that the next patch rewrites: the row by the value of its first column, the column by name. */
export type Change = { key: Cell; column: string; to: (old: Cell) => Cell }

/** What the next patch does to a table; rows are named by the value of their first column. */
export type Patch = { remove?: readonly Cell[]; change?: readonly Change[]; add?: readonly Row[] }

/** The rows of `test`, from those of `production` and a patch. */
export function patched(columns: readonly string[], rows: readonly Row[], { remove = [], change = [], add = [] }: Patch): Row[] {
  const rewritten = (row: Row): Row => {
    const key = row[0] ?? null
    const mine = change.filter((one) => one.key === key)
    return row.map((cell, n) => {
      const one = mine.find(({ column }) => column === columns[n])
      return one ? one.to(cell) : cell
    })
  }
  return [...rows.filter((row) => !remove.includes(row[0] ?? null)).map(rewritten), ...add]
}
