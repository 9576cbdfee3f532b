import type { GameEnvironment } from '#core/sample/game/table.ts'
import type { SamplePlan } from '#core/sample/plan.ts'
import { RunFailure } from '#core/shared/refusal.ts'
import { environmentUrl, listEnvironments, upsertEnvironment } from '#features/environments/repository.ts'
import { env } from '#server/env.ts'
import { type GameDatabase, isDenied, quoteName, sqlMessageOf } from '#server/game-database.ts'
import type { RunContext } from '#workers/run-context.ts'
import { makeGameDatabase, verifyGameDatabase } from '#workers/sample/databases.ts'

export type Made = { environment: GameEnvironment; database: string; tables: Record<string, number> }
/** A database that was made, or the statement that an administrator of the server must run before it can be. */
export type EnvironmentOutcome = { made: Made } | { grant: string }

/**
 * Makes one game database and registers it as an environment, in one step. Without the privilege the run goes on and says
 * what to grant. An environment of this name that leads to another database was registered by a person and is left alone.
 */
export async function makeEnvironment(
  context: RunContext<unknown>,
  server: GameDatabase,
  plan: SamplePlan,
  environment: GameEnvironment,
): Promise<EnvironmentOutcome> {
  const database = databaseNameOf(environment)
  return context.step({
    name: `databases/${environment}`,
    work: async (signal) => {
      const outcome = await make(server, { environment, database, plan }, signal)
      if ('grant' in outcome) await context.log('warn', 'sample_database_denied', { database, ...outcome })
      const taken = await isSomebodyElses(environment, database)
      if (taken) await context.log('warn', 'sample_environment_kept', { environment, database })
      return { outcome, registers: 'made' in outcome && !taken }
    },
    commit: async (tx, { registers }) => {
      if (registers) await upsertEnvironment(tx, { name: environment, kind: environment, url: urlOf(database) })
    },
    memo: ({ outcome }): EnvironmentOutcome => ('made' in outcome ? { made: outcome.made } : { grant: outcome.grant }),
  })
}

/** Counts again. When the server counts something else the run fails, and the next attempt makes the databases anew. */
export async function verifyEnvironment(context: RunContext<unknown>, server: GameDatabase, plan: SamplePlan, made: Made): Promise<void> {
  try {
    await context.step({ name: `verify/${made.database}`, work: () => verifyGameDatabase(server, { ...made, plan }), memo: () => null })
  } catch (error) {
    if (error instanceof RunFailure) await context.forget(['databases/', 'verify/'])
    throw error
  }
}

type Wanted = { environment: GameEnvironment; database: string; plan: SamplePlan }

async function make(server: GameDatabase, wanted: Wanted, signal: AbortSignal): Promise<{ made: Made } | { grant: string; detail: string }> {
  const { environment, database } = wanted
  try {
    return { made: { environment, database, tables: await makeGameDatabase(server, wanted, signal) } }
  } catch (error) {
    if (!isDenied(error)) throw error
    return { grant: grantFor(database), detail: sqlMessageOf(error) ?? '' }
  }
}

async function isSomebodyElses(environment: GameEnvironment, database: string): Promise<boolean> {
  const known = (await listEnvironments()).find(({ name }) => name === environment)
  return known !== undefined && new URL(environmentUrl(known)).pathname !== `/${database}`
}

const base = (): URL => new URL(env.SAMPLE_DATABASE_URL ?? env.DATABASE_URL)

/** The server for the game databases, with none chosen: they may not exist yet. */
export function gameServerUrl(): string {
  const url = base()
  url.pathname = ''
  return url.toString()
}

function urlOf(database: string): string {
  const url = base()
  url.pathname = `/${database}`
  return url.toString()
}

/** `<console's database>_game_<environment>`, within MySQL's 64 characters. */
export function databaseNameOf(environment: GameEnvironment): string {
  const name = base().pathname.slice(1) || new URL(env.DATABASE_URL).pathname.slice(1)
  return `${name.slice(0, 40)}_game_${environment}`
}

const grantFor = (database: string): string => `GRANT ALL PRIVILEGES ON ${quoteName(database)}.* TO ${quoteName(decodeURIComponent(base().username))}@'%'`
