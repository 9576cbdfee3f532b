import { castSize } from '#core/sample/events.ts'
import { type GameEnvironment, gameEnvironments } from '#core/sample/game/table.ts'
import { kstIso, planOf, type SamplePlan, sampleDayOf } from '#core/sample/plan.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { environmentUrl, listEnvironments, upsertEnvironment } from '#features/environments/repository.ts'
import { connectionOf, findSource } from '#features/gamelog/repository.ts'
import type { SampleLoadPayload } from '#features/sample/jobs.ts'
import { findDataset, lockActiveLoad, type StoredDataset, updateDatasetSummary } from '#features/sample/repository.ts'
import { sampleSizes } from '#features/sample/schema.ts'
import { db } from '#server/database.ts'
import { env } from '#server/env.ts'
import { type GameDatabase, isDenied, openGameDatabase, quoteName, sqlMessageOf } from '#server/game-database.ts'
import { openSearch } from '#server/search/client.ts'
import type { RunContext, RunHandler } from '#workers/run-context.ts'
import { makeGameDatabase, verifyGameDatabase } from '#workers/sample/databases.ts'
import { type LogTarget, prepareLogs, usualChunk, verifyLogs, writeLogs } from '#workers/sample/logs.ts'

type Context = RunContext<SampleLoadPayload>
type Made = { environment: GameEnvironment; database: string; tables: Record<string, number> }

/** Loads the sample game: log documents into OpenSearch, two game databases, and counts everything at the end. */
export const handle: RunHandler<SampleLoadPayload> = async (context) => {
  const runId = BigInt(context.runId)
  const dataset = await findDataset(runId)
  const source = dataset && (await findSource(dataset.source))
  if (!dataset || !source) throw new RunFailure(refuse('sample_dataset_gone', 404))
  const other = await db.$transaction((tx) => lockActiveLoad(tx, runId))
  if (other) throw new RunFailure(refuse('sample_load_running', 409, { run: String(other) }))
  const connection = connectionOf(source)
  const client = openSearch(connection)
  const server = openGameDatabase(serverUrl())
  try {
    const plan = planFor(dataset)
    const mark = { run: context.runId, seed: plan.seed, players: plan.newPlayers }
    return await loadAll(context, { client, prefix: connection.prefix, plan, mark, chunk: usualChunk }, server)
  } finally {
    await client.close()
  }
}

const planFor = (dataset: StoredDataset): SamplePlan => planOf(sampleSizes[dataset.size], dataset.seed, dataset.firstDay.getTime())

async function loadAll(context: Context, target: LogTarget, server: GameDatabase) {
  const { plan } = target
  await context.stage('prepare', 1)
  await prepareLogs(context, target)
  await context.stage('logs', castSize(plan))
  const expected = await writeLogs(context, target)
  await context.stage('databases', gameEnvironments.length)
  const databases: Made[] = []
  for (const environment of gameEnvironments) databases.push(...(await gameDatabase(context, server, plan, environment)))
  await context.stage('verify', 1 + databases.length)
  const documents = await verifyLogs(context, target, expected)
  for (const made of databases) await verifyDatabase(context, server, plan, made)
  const { fromMs, toMs } = sampleDayOf(plan.firstDayMs)
  const runId = BigInt(context.runId)
  return {
    result: { documents, databases, day: { from: kstIso(fromMs), to: kstIso(toMs) } },
    commit: (tx: Parameters<typeof updateDatasetSummary>[0]) => updateDatasetSummary(tx, runId, { documents, databases }),
  }
}

/** Counts again. When the server counts something else the run fails, and the next attempt makes the databases anew. */
async function verifyDatabase(context: Context, server: GameDatabase, plan: SamplePlan, made: Made): Promise<void> {
  try {
    await context.step({ name: `verify/${made.database}`, work: () => verifyGameDatabase(server, { ...made, plan }), memo: () => null })
  } catch (error) {
    if (error instanceof RunFailure) await context.forget(['databases/', `verify/${made.database}`])
    throw error
  }
}

/** Makes one database and registers it as an environment, in one step; empty where the account may not make it. */
async function gameDatabase(context: Context, server: GameDatabase, plan: SamplePlan, environment: GameEnvironment): Promise<Made[]> {
  const database = databaseNameOf(environment)
  return context.step({
    name: `databases/${environment}`,
    work: async (signal): Promise<Made[]> => {
      try {
        return [{ environment, database, tables: await makeGameDatabase(server, { database, environment, plan }, signal) }]
      } catch (error) {
        if (!isDenied(error)) throw error
        await context.log('warn', 'sample_database_denied', { database, grant: grantFor(database), detail: sqlMessageOf(error) ?? '' })
        return []
      }
    },
    commit: async (tx, [made]) => {
      if (!made || (await isSomebodyElses(environment, database))) return
      await upsertEnvironment(tx, { name: environment, kind: environment, url: urlOf(database) })
    },
    memo: (made) => made,
  })
}

/** An environment of this name that leads to another database was registered by a person and is left alone. */
async function isSomebodyElses(environment: GameEnvironment, database: string): Promise<boolean> {
  const known = (await listEnvironments()).find(({ name }) => name === environment)
  return known !== undefined && new URL(environmentUrl(known)).pathname !== `/${database}`
}

const base = (): URL => new URL(env.SAMPLE_DATABASE_URL ?? env.DATABASE_URL)

/** The server without a database: those of the game may not exist yet. */
function serverUrl(): string {
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
function databaseNameOf(environment: GameEnvironment): string {
  const name = base().pathname.slice(1) || new URL(env.DATABASE_URL).pathname.slice(1)
  return `${name.slice(0, 40)}_game_${environment}`
}

const grantFor = (database: string): string => `GRANT ALL PRIVILEGES ON ${quoteName(database)}.* TO ${quoteName(decodeURIComponent(base().username))}@'%'`
