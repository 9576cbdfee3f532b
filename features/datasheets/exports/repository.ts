import type { EnvironmentKind } from '#core/shared/permissions.ts'
import { type ExportOutcome, exportOutcome, type SheetExportQuery } from '#features/datasheets/exports/schema.ts'
import { whereOfEnvironment, whereOfKinds } from '#features/datasheets/plans/repository.ts'
import { atOneMoment, type Tx } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'

const whole = {
  include: {
    createdBy: { select: { id: true, name: true } },
    run: { select: { id: true, state: true, error: true, artefacts: { orderBy: { id: 'asc' } } } },
  },
} as const satisfies Prisma.SheetExportDefaultArgs
export type ExportRow = Prisma.SheetExportGetPayload<typeof whole>

export type NewExport = {
  runId: bigint
  environment: { id: string; name: string; kind: string }
  mappingVersion: number
  tables: readonly string[]
  format: string
  createdById: string
}

export async function insertExport(tx: Tx, { environment, tables, ...row }: NewExport): Promise<void> {
  const place = { environmentId: environment.id, environment: environment.name, environmentKind: environment.kind }
  await tx.sheetExport.create({ data: { ...row, ...place, tables: [...tables], createdAt: new Date() } })
}

export const findExport = (runId: bigint): Promise<ExportRow | null> => atOneMoment((tx) => tx.sheetExport.findUnique({ where: { runId }, ...whole }))

/** Exports of environments of these kinds, the newest first. */
export async function pageOfExports(query: SheetExportQuery, kinds: readonly EnvironmentKind[]): Promise<{ rows: ExportRow[]; total: number }> {
  const { page, pageSize, environment } = query
  const where: Prisma.SheetExportWhereInput = { AND: [await whereOfEnvironment(environment), await whereOfKinds(kinds)] }
  return atOneMoment(async (tx) => ({
    rows: await tx.sheetExport.findMany({ where, ...whole, orderBy: { runId: 'desc' }, skip: (page - 1) * pageSize, take: pageSize }),
    total: await tx.sheetExport.count({ where }),
  }))
}

/** What the run left: for the `commit` of its outcome. */
export async function finishExport(tx: Tx, runId: bigint, outcome: ExportOutcome): Promise<void> {
  await tx.sheetExport.update({ where: { runId }, data: { outcome: exportOutcome.parse(outcome) } })
}
