import { z } from 'zod'
import { dataset as datasetSchema, sampleSize } from '#features/sample/schema.ts'
import { db, type Tx } from '#server/database.ts'
import type { SampleDataset as DatasetRow } from '#server/generated/prisma/client.ts'

const { documents, databases } = datasetSchema.shape
/** What a finished load counted. */
export const datasetSummary = z.object({ documents: documents.unwrap(), databases: databases.unwrap() })
export type DatasetSummary = z.infer<typeof datasetSummary>

/** A dataset with its size and counts parsed. */
export type StoredDataset = Omit<DatasetRow, 'size' | 'summary'> & { size: z.infer<typeof sampleSize>; summary: DatasetSummary | null }

const stored = (row: DatasetRow): StoredDataset => ({
  ...row,
  size: sampleSize.parse(row.size),
  summary: row.summary === null ? null : datasetSummary.parse(row.summary),
})

export async function insertDataset(tx: Tx, row: Pick<DatasetRow, 'runId' | 'size' | 'seed' | 'firstDay' | 'source'>): Promise<StoredDataset> {
  return stored(await tx.sampleDataset.create({ data: row }))
}

export async function findDataset(runId: bigint): Promise<StoredDataset | null> {
  const row = await db.sampleDataset.findUnique({ where: { runId } })
  return row && stored(row)
}

/** Newest first. */
export async function listDatasets(limit: number): Promise<StoredDataset[]> {
  return (await db.sampleDataset.findMany({ orderBy: { runId: 'desc' }, take: limit })).map(stored)
}

export async function updateDatasetSummary(tx: Tx, runId: bigint, summary: DatasetSummary): Promise<void> {
  await tx.sampleDataset.update({ where: { runId }, data: { summary } })
}

/**
 * A load other than `except` that is not at its end, read with a lock: loads that are started at the same moment see each
 * other, as each has written the source's row before.
 */
export async function lockActiveLoad(tx: Tx, except: bigint): Promise<bigint | null> {
  const [row] = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM runs_run
    WHERE kind = 'sample.load' AND id <> ${except} AND state IN ('queued', 'running', 'pausing', 'paused', 'cancelling')
    LIMIT 1 FOR UPDATE`
  return row ? row.id : null
}
