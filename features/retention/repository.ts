import type { Receipt, Summary } from '#features/retention/schema.ts'
import type { Facts } from '#features/retention/sheet/schema.ts'
import { toRun } from '#features/runs/repository.ts'
import type { Run } from '#features/runs/schema.ts'
import { db, type Tx } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'

/** Breakdowns and distributions are large, and asked for by themselves. */
const withSource = { include: { source: true }, omit: { facts: true } } as const
export type AnalysisRow = Prisma.AnalysisGetPayload<typeof withSource>

export type NewAnalysis = { runId: bigint; sourceId: string; from: Date; to: Date; definition: Prisma.InputJsonValue; definitionHash: string }

export async function insertAnalysis(tx: Tx, analysis: NewAnalysis): Promise<void> {
  await tx.analysis.create({ data: { ...analysis, createdAt: new Date() } })
}

export const findAnalysis = (runId: bigint, tx: Tx = db): Promise<AnalysisRow | null> => tx.analysis.findUnique({ where: { runId }, ...withSource })

/** Newest first unless `orderBy` says otherwise. */
export async function listAnalyses(
  tx: Tx,
  where: Prisma.AnalysisWhereInput,
  orderBy: Prisma.AnalysisOrderByWithRelationInput[],
  { skip, take }: { skip: number; take: number },
) {
  return { rows: await tx.analysis.findMany({ where, ...withSource, orderBy, skip, take }), total: await tx.analysis.count({ where }) }
}

/** The runs of analyses, by id. */
export async function findRuns(ids: readonly bigint[], tx: Tx = db): Promise<Map<bigint, Run>> {
  const rows = await tx.run.findMany({ where: { id: { in: [...ids] } }, include: { createdBy: { select: { id: true, name: true } } } })
  return new Map(rows.map((row) => [row.id, toRun(row)]))
}

export async function saveOutcome(tx: Tx, runId: bigint, summary: Summary, receipt: Receipt, facts: Facts): Promise<void> {
  await tx.analysis.update({ where: { runId }, data: { summary, receipt, facts } })
}
