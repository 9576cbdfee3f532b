import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { troubleOf } from '#server/database-trouble.ts'
import { errorFactsOf, sqlMessageOf } from '#server/game-database.ts'

const codes: Readonly<Record<number, string>> = { 1062: 'import_duplicate', 1586: 'import_duplicate', 1451: 'import_foreign_key', 1452: 'import_foreign_key' }

/**
 * What the server said to a statement, as a reason that ends the run; the error itself where trying again may help: a deadlock, a lock that was not given
 * in time, a connection that broke.
 */
export function statementFault(error: unknown, table: string): unknown {
  const said = sqlMessageOf(error)
  const errno = errorFactsOf(error)?.errno ?? 0
  if (said === null || errno >= 45_000 || troubleOf(error) !== null) return error
  const detail = said
    .replace(/^\(conn:-?\d+, no: \d+, SQLState: \w+\) /, '')
    .split('\n')[0]
    ?.slice(0, 300)
  return new RunFailure(refuse(codes[errno] ?? 'import_statement_refused', 409, { table, detail: detail || '-' }), { cause: error as Error })
}
