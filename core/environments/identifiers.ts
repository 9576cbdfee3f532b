/** Names of tables and columns that the console deals with: letters, digits, `_`, `$` and `-`, at most 64 characters, as MySQL allows. */
export const identifierShape = /^[\p{L}\p{N}_$-]{1,64}$/u

/** What an environment lets the console touch; null for every table. */
export type AllowedTables = readonly string[] | null

export const isAllowed = (table: string, allowed: AllowedTables): boolean => identifierShape.test(table) && (allowed === null || allowed.includes(table))

/** The table's name in backticks, ready for SQL. @throws Error for a name that is not on the list: callers ask `isAllowed` first. */
export function quoteTable(table: string, allowed: AllowedTables): string {
  if (!isAllowed(table, allowed)) throw new Error(`table ${JSON.stringify(table.slice(0, 80))} is not one that this environment lets the console touch`)
  return `\`${table}\``
}
