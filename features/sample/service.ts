import { arrivalsOf, firstDayOf, kstIso, planOf, sampleDayOf } from '#core/sample/plan.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { findSource, upsertSource } from '#features/gamelog/repository.ts'
import { sourceRequest } from '#features/gamelog/schema.ts'
import type { Run } from '#features/runs/schema.ts'
import { createRun } from '#features/runs/service.ts'
import { sampleLoadJob } from '#features/sample/jobs.ts'
import { insertDataset, listDatasets as listRows, lockActiveLoad, type StoredDataset } from '#features/sample/repository.ts'
import { type Dataset, type SampleRequest, sampleSizes } from '#features/sample/schema.ts'
import { db } from '#server/database.ts'
import { env } from '#server/env.ts'

/** Name and prefix of the log source that the sample registers. */
export const sampleSource = { name: 'sample', prefix: 'ds-logs-live-' } as const

const span = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => ({ from: kstIso(fromMs), to: kstIso(toMs) })

export function toDataset(row: StoredDataset): Dataset {
  const firstDayMs = row.firstDay.getTime()
  const newPlayers = sampleSizes[row.size]
  return {
    runId: String(row.runId),
    size: row.size,
    seed: row.seed,
    source: row.source,
    newPlayers,
    window: span(arrivalsOf(planOf(newPlayers, row.seed, firstDayMs))),
    day: span(sampleDayOf(firstDayMs)),
    documents: row.summary?.documents ?? null,
    databases: row.summary?.databases ?? null,
  }
}

/** The source for OPENSEARCH_URL; credentials in the address become the source's own. */
function sourceFor(address: string) {
  const url = new URL(address)
  const { username, password } = url
  url.username = ''
  url.password = ''
  const credentials = username ? { username: decodeURIComponent(username), password: decodeURIComponent(password) } : {}
  return sourceRequest.parse({ ...sampleSource, url: url.toString(), ...credentials })
}

/** Thrown inside the transaction so that it is rolled back whole. */
class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/**
 * Starts a load: the run, the dataset's row and the log source in one transaction. Refused without OPENSEARCH_URL, while
 * another load is not at its end (paused counts), and when somebody else's source has the sample's name.
 */
export async function startSampleLoad(
  who: Principal,
  request: SampleRequest,
  origin: { ip?: string; requestId?: string } = {},
): Promise<{ run: Run; dataset: Dataset } | Refusal> {
  const { size, seed } = request
  if (!env.OPENSEARCH_URL) return refuse('opensearch_not_configured', 409)
  const source = sourceFor(env.OPENSEARCH_URL)
  const known = await findSource(source.name)
  if (known && known.prefix !== source.prefix) return refuse('sample_source_taken', 409, { name: source.name, prefix: known.prefix })
  const firstDay = new Date(firstDayOf(Date.now()))
  try {
    return await db.$transaction(async (tx) => {
      await upsertSource(tx, source)
      const other = await lockActiveLoad(tx, 0n)
      if (other) throw new Refused(refuse('sample_load_running', 409, { run: String(other) }))
      const title = { size, players: sampleSizes[size], seed }
      const run = await createRun(tx, {
        job: sampleLoadJob,
        payload: {},
        title,
        keywords: `sample ${size} ${source.name} ${source.prefix}`,
        by: who,
        ...origin,
      })
      const row = await insertDataset(tx, { runId: BigInt(run.id), size, seed, firstDay, source: source.name })
      return { run, dataset: toDataset(row) }
    })
  } catch (error) {
    if (error instanceof Refused) return error.refusal
    throw error
  }
}

/** The newest datasets, at most 100. */
export const listDatasets = async (): Promise<Dataset[]> => (await listRows(100)).map(toDataset)
