import { readAddress } from '#core/environments/address.ts'
import { faultOf } from '#core/environments/fault.ts'
import { isAllowed } from '#core/environments/identifiers.ts'
import { Refusal, RunFailure, refuse } from '#core/shared/refusal.ts'
import { leastUtf8 } from '#core/shared/utf8.ts'
import { allowedTablesOf, findEnvironment, urlOrNull } from '#features/environments/repository.ts'
import { errorFactsOf, type GameCell, type GameSession, openGameDatabase, quoteName } from '#server/game-database.ts'

const KEYS_PER_QUERY = 1_000

/** A text that a game database holds for a key: two columns of one table. */
export type TextColumn = { environmentId: string; table: string; key: string; text: string }

const textOfCell = (cell: GameCell | undefined): string | null => {
  if (cell === null || cell === undefined || cell === '') return null
  return cell instanceof Uint8Array ? Buffer.from(cell).toString('utf8') : String(cell)
}

async function readPart(session: GameSession, column: TextColumn, keys: readonly string[]): Promise<[string, string][]> {
  const [key, text, table] = [quoteName(column.key), quoteName(column.text), quoteName(column.table)]
  const rows = await session.query(`SELECT ${key} AS k, ${text} AS t FROM ${table} WHERE ${key} IN (${keys.map(() => '?').join(', ')})`, keys)
  return rows.flatMap((row): [string, string][] => {
    const [found, value] = [textOfCell(row.k), textOfCell(row.t)]
    return found === null || value === null ? [] : [[found, value]]
  })
}

/**
 * Texts of `keys` from a table of a game database, read only and in pieces. A row counts when its key is exactly the one
 * asked for: the table may find `A` for `a`, or 7 for `007`. Several rows of one key: the least text by UTF-8 bytes.
 * @throws RunFailure when the environment is gone, does not allow the table, or its database does not answer.
 */
export async function readTexts(column: TextColumn, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const environment = await findEnvironment(column.environmentId)
  if (!environment) throw new RunFailure(refuse('environment_unknown', 404, { environment: column.environmentId }))
  const { name } = environment
  if (!isAllowed(column.table, allowedTablesOf(environment))) throw new RunFailure(refuse('table_not_allowed', 422, { table: column.table, environment: name }))
  const url = urlOrNull(environment)
  const address = url === null ? null : readAddress(url)
  if (url === null || address === null || address instanceof Refusal) throw new RunFailure(refuse('environment_sealed', 422, { name }))
  const wanted = new Set(keys)
  const found = new Map<string, string>()
  try {
    await openGameDatabase(url).session(async (session) => {
      await session.execute('SET SESSION TRANSACTION READ ONLY')
      for (let i = 0; i < keys.length; i += KEYS_PER_QUERY) {
        for (const [key, text] of await readPart(session, column, keys.slice(i, i + KEYS_PER_QUERY))) {
          if (wanted.has(key)) found.set(key, leastUtf8([text, found.get(key) ?? text]) ?? text)
        }
      }
    })
  } catch (error) {
    const facts = errorFactsOf(error)
    if (!facts) throw error
    throw new RunFailure(faultOf(facts, address, [address.password]), { cause: error })
  }
  return found
}
