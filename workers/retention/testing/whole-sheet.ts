import { blocksOf } from '#core/retention/columns/sheet.ts'
import { metricNames, type SheetRow } from '#core/retention/sheet.ts'
import { findAnalysis, saveOutcome } from '#features/retention/repository.ts'
import type { Receipt } from '#features/retention/schema.ts'
import { findSheet, insertBlocks } from '#features/retention/sheet/repository.ts'
import { db } from '#server/database.ts'
import { countSheet, writeRanks } from '#workers/retention/finish.ts'
import { plainRun, prepareAnalysis } from '#workers/retention/testing/plain-run.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

export type Window = { from: number; to: number }

const receiptOf = ({ from, to }: Window): Receipt => ({
  definitionHash: '0'.repeat(64),
  source: { name: 's', url: 'http://127.0.0.1:9', prefix: 'p-', version: '2.19.6' },
  window: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
  indices: [],
  notCollected: [],
  snapshotOpenedAt: new Date(to).toISOString(),
  shards: 1,
  documents: 0,
  requests: 0,
  bytes: 0,
  horizon: null,
  durationMs: 0,
  seenBefore: 0,
  severalAccounts: 0,
  documentsWithoutUid: 0,
})

async function insertRun(id: bigint): Promise<void> {
  const { userId } = await makePrincipal()
  const now = new Date()
  const about = { kind: 'retention.analyse', title: {}, keywords: '', payload: {}, stages: [], state: 'succeeded' }
  await db.run.create({ data: { id, ...about, createdById: userId, createdAt: now, updatedAt: now } })
}

/** Chunks of a sheet, each written in a transaction as the steps of a run do, and a succeeded run around it. Answers the run's id. */
export async function writeChunks(window: Window, chunks: Iterable<readonly SheetRow[]>, metrics: readonly string[] = metricNames): Promise<bigint> {
  const runId = await prepareAnalysis({ url: 'http://127.0.0.1:9', prefix: 'p-', ...window })
  await insertRun(runId)
  for (const rows of chunks) await db.$transaction((tx) => insertBlocks(tx, runId, blocksOf(rows, metrics)))
  return runId
}

/** What the last stage of a run does: ranks, counts, summary. */
export async function finishSheet(runId: bigint, window: Window): Promise<void> {
  const analysis = await findAnalysis(runId)
  if (!analysis) throw new Error('no analysis')
  const sheet = await findSheet(analysis)
  await writeRanks(plainRun(runId), sheet)
  const { summary, facts } = await countSheet(sheet, null)
  await db.$transaction((tx) => saveOutcome(tx, runId, summary, receiptOf(window), facts))
}
