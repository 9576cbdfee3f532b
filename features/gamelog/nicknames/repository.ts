import { readAddress } from '#core/environments/address.ts'
import { faultOf } from '#core/environments/fault.ts'
import { isAllowed } from '#core/environments/identifiers.ts'
import type { NicknameTable } from '#core/retention/definition.ts'
import { leastUtf8 } from '#core/retention/utf8.ts'
import { Refusal, RunFailure, refuse } from '#core/shared/refusal.ts'
import { allowedTablesOf, findEnvironment, urlOrNull } from '#features/environments/repository.ts'
import { errorFactsOf, type GameCell, type GameSession, openGameDatabase, quoteName } from '#server/game-database.ts'

const PLAYERS_PER_QUERY = 1_000

const textOfCell = (cell: GameCell | undefined): string | null => {
  if (cell === null || cell === undefined || cell === '') return null
  return cell instanceof Uint8Array ? Buffer.from(cell).toString('utf8') : String(cell)
}

async function readPart(session: GameSession, { table, uidColumn, nicknameColumn }: NicknameTable, uids: readonly string[]): Promise<[string, string][]> {
  const [key, name, from] = [quoteName(uidColumn), quoteName(nicknameColumn), quoteName(table)]
  const rows = await session.query(`SELECT ${key} AS uid, ${name} AS nickname FROM ${from} WHERE ${key} IN (${uids.map(() => '?').join(', ')})`, uids)
  return rows.flatMap((row): [string, string][] => {
    const [uid, nickname] = [textOfCell(row.uid), textOfCell(row.nickname)]
    return uid === null || nickname === null ? [] : [[uid, nickname]]
  })
}

/**
 * Nicknames of `uids` from the game's own table of players, read only and in pieces. A row counts when its uid is exactly
 * the one asked for: the table may find `A` for `a`, or 7 for `007`. Several rows of one uid: the least name.
 * @throws RunFailure when the environment is gone, does not allow the table, or its database does not answer.
 */
export async function readNicknames(table: NicknameTable, uids: readonly string[]): Promise<Map<string, string>> {
  if (uids.length === 0) return new Map()
  const environment = await findEnvironment(table.environmentId)
  if (!environment) throw new RunFailure(refuse('environment_unknown', 404, { environment: table.environmentId }))
  const { name } = environment
  if (!isAllowed(table.table, allowedTablesOf(environment))) throw new RunFailure(refuse('table_not_allowed', 422, { table: table.table, environment: name }))
  const url = urlOrNull(environment)
  const address = url === null ? null : readAddress(url)
  if (url === null || address === null || address instanceof Refusal) throw new RunFailure(refuse('environment_sealed', 422, { name }))
  const wanted = new Set(uids)
  const found = new Map<string, string>()
  try {
    await openGameDatabase(url).session(async (session) => {
      await session.execute('SET SESSION TRANSACTION READ ONLY')
      for (let i = 0; i < uids.length; i += PLAYERS_PER_QUERY) {
        for (const [uid, nickname] of await readPart(session, table, uids.slice(i, i + PLAYERS_PER_QUERY))) {
          if (wanted.has(uid)) found.set(uid, leastUtf8([nickname, found.get(uid) ?? nickname]) ?? nickname)
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
