import { arrivalsOf, firstDayOf, kstIso, planOf, sampleDayOf } from '#core/sample/plan.ts'
import { sampleSizes } from '#core/sample/sizes.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { findSource, upsertSource } from '#features/gamelog/repository.ts'
import { type SourceRequest, sourceRequest } from '#features/gamelog/schema.ts'
import type { Run } from '#features/runs/schema.ts'
import { createRun } from '#features/runs/service.ts'
import { sampleLoadJob } from '#features/sample/jobs.ts'
import { insertDataset, listDatasets as listRows, lockActiveLoad, type StoredDataset } from '#features/sample/repository.ts'
import type { Dataset, SampleRequest } from '#features/sample/schema.ts'
import { db, type Tx } from '#server/database.ts'
import { env } from '#server/env.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

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
function sourceFor(address: string): SourceRequest {
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

type Started = { run: Run; dataset: Dataset }
type Origin = { ip?: string; requestId?: string }

async function insertLoad(tx: Tx, who: Principal, { size, seed }: SampleRequest, source: SourceRequest, origin: Origin): Promise<Started> {
  await upsertSource(tx, source)
  const other = await lockActiveLoad(tx, 0n)
  if (other) throw new Refused(refuse('sample_load_running', 409, { run: String(other) }))
  const title = { size, players: sampleSizes[size], seed }
  const run = await createRun(tx, { job: sampleLoadJob, payload: {}, title, keywords: `sample ${size} ${source.name} ${source.prefix}`, by: who, ...origin })
  const firstDay = new Date(firstDayOf(Date.now()))
  const row = await insertDataset(tx, { runId: BigInt(run.id), size, seed, firstDay, source: source.name })
  return { run, dataset: toDataset(row) }
}

/** Two first starts at the same moment collide on the source's name, or wait for each other; the loser may look again. */
const collided = (error: unknown): boolean => error instanceof Prisma.PrismaClientKnownRequestError && (error.code === 'P2002' || error.code === 'P2034')

/**
 * Starts a load: the run, the dataset's row and the log source in one transaction. Refused without OPENSEARCH_URL, while
 * another load is not at its end (paused counts), and when somebody else's source has the sample's name.
 */
export async function startSampleLoad(who: Principal, request: SampleRequest, origin: Origin = {}): Promise<Started | Refusal> {
  if (!env.OPENSEARCH_URL) return refuse('opensearch_not_configured', 409)
  const source = sourceFor(env.OPENSEARCH_URL)
  const known = await findSource(source.name)
  if (known && known.prefix !== source.prefix) return refuse('sample_source_taken', 409, { name: source.name, prefix: known.prefix })
  const insert = () => db.$transaction((tx) => insertLoad(tx, who, request, source, origin))
  try {
    return await insert().catch((error: unknown) => {
      if (collided(error)) return insert()
      throw error
    })
  } catch (error) {
    if (error instanceof Refused) return error.refusal
    throw error
  }
}

/** The newest datasets, at most 100. */
export const listDatasets = async (): Promise<Dataset[]> => (await listRows(100)).map(toDataset)
