import type { TableDef } from '#core/datasheets/table.ts'
import { readAddress } from '#core/environments/address.ts'
import { faultOf } from '#core/environments/fault.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { allowedTablesOf, type EnvironmentRow, urlOrNull } from '#features/environments/repository.ts'
import { errorFactsOf, openGameDatabase } from '#server/game-database.ts'
import { readGameSchema } from '#server/game-schema.ts'

/** The tables of a game database as it declares them now, inside the environment's allow-list. Refuses what keeps the console from reading them. */
export async function readTables(row: EnvironmentRow): Promise<TableDef[] | Refusal> {
  const url = urlOrNull(row)
  const address = url === null ? null : readAddress(url)
  if (url === null || address === null || address instanceof Refusal) return refuse('environment_sealed', 422, { name: row.name })
  try {
    return await openGameDatabase(url).session((session) => readGameSchema(session, { tables: allowedTablesOf(row) }))
  } catch (error) {
    const facts = errorFactsOf(error)
    if (!facts) throw error
    return faultOf(facts, address, [address.password])
  }
}
