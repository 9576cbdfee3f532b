import { castSize } from '#core/sample/events.ts'
import { gameEnvironments } from '#core/sample/game/table.ts'
import { kstIso, planOf, sampleDayOf } from '#core/sample/plan.ts'
import { sampleSizes } from '#core/sample/sizes.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { connectionOf, findSource } from '#features/gamelog/repository.ts'
import type { SampleLoadPayload } from '#features/sample/jobs.ts'
import { findDataset, lockActiveLoad, updateDatasetSummary } from '#features/sample/repository.ts'
import { db } from '#server/database.ts'
import { openGameDatabase } from '#server/game-database.ts'
import { openSearch } from '#server/search/client.ts'
import type { RunContext, RunHandler, RunOutcome } from '#workers/run-context.ts'
import { type EnvironmentOutcome, gameServerUrl, makeEnvironment, verifyEnvironment } from '#workers/sample/environments.ts'
import { type LogTarget, prepareLogs, usualChunk, verifyLogs, writeLogs } from '#workers/sample/logs.ts'

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
  try {
    const plan = planOf(sampleSizes[dataset.size], dataset.seed, dataset.firstDay.getTime())
    const mark = { run: context.runId, seed: plan.seed, players: plan.newPlayers }
    return await loadAll(context, { client, prefix: connection.prefix, plan, mark, chunk: usualChunk })
  } finally {
    await client.close()
  }
}

async function loadAll(context: RunContext<SampleLoadPayload>, target: LogTarget): Promise<RunOutcome> {
  const { plan } = target
  await context.stage('prepare', 1)
  await prepareLogs(context, target)
  await context.stage('logs', castSize(plan))
  const expected = await writeLogs(context, target)
  await context.stage('databases', gameEnvironments.length)
  const server = openGameDatabase(gameServerUrl())
  const outcomes: EnvironmentOutcome[] = []
  for (const environment of gameEnvironments) outcomes.push(await makeEnvironment(context, server, plan, environment))
  const databases = outcomes.flatMap((outcome) => ('made' in outcome ? outcome.made : []))
  await context.stage('verify', 1 + databases.length)
  const documents = await verifyLogs(context, target, expected)
  for (const made of databases) await verifyEnvironment(context, server, plan, made)
  const { fromMs, toMs } = sampleDayOf(plan.firstDayMs)
  const missingGrants = outcomes.flatMap((outcome) => ('grant' in outcome ? outcome.grant : []))
  return {
    result: { documents, databases, missingGrants, day: { from: kstIso(fromMs), to: kstIso(toMs) } },
    commit: (tx) => updateDatasetSummary(tx, BigInt(context.runId), { documents, databases }),
  }
}
