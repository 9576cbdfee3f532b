import type { TableResult } from '#core/datasheets/result.ts'
import { receipt, selection } from '#features/datasheets/imports/repository.ts'
import { db } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'

const whole = {
  include: {
    createdBy: { select: { id: true, name: true } },
    plan: { select: { id: true, files: { select: { name: true }, orderBy: { position: 'asc' } } } },
  },
} as const satisfies Prisma.SheetImportDefaultArgs
type Row = Prisma.SheetImportGetPayload<typeof whole>

/** An import of a table with what its plan says about it and what was written. */
export type TableImport = Pick<Row, 'id' | 'createdBy' | 'approvalId' | 'undoOfId'> & {
  planId: bigint
  at: Date
  files: readonly string[]
  deletes: boolean
  /** Number of the table in the plan. */
  position: number
  result: TableResult
  written: { inserted: number; updated: number; deleted: number }
}

const nothing = { inserted: 0, updated: 0, deleted: 0 }

function toTableImport(row: Row, table: string, tables: readonly { position: number; name: string; body: unknown }[]): TableImport[] {
  const found = tables.find(({ name }) => name === table)
  const { tables: ticked, deletes } = selection.parse(row.selection)
  if (!found || row.committedAt === null || !ticked.includes(table)) return []
  const { inserted, updated, deleted } = receipt.parse(row.receipt).tables.find((one) => one.table === table) ?? nothing
  // Only the runs of plans write bodies.
  const result = found.body as TableResult
  const files = row.plan.files.map(({ name }) => name)
  const { id, createdBy, approvalId, undoOfId, committedAt: at } = row
  return [
    { id, createdBy, approvalId, undoOfId, planId: row.plan.id, at, files, deletes, position: found.position, result, written: { inserted, updated, deleted } },
  ]
}

/** Of imports after which one the list goes on; null from the latest one. */
async function whereBefore(before: bigint | null): Promise<Prisma.SheetImportWhereInput> {
  const row = before === null ? null : await db.sheetImport.findUnique({ where: { id: before }, select: { committedAt: true } })
  if (before === null || !row?.committedAt) return {}
  return { OR: [{ committedAt: { lt: row.committedAt } }, { committedAt: row.committedAt, id: { lt: before } }] }
}

/** Imports into an environment that went through, the latest first, and of those that are about the table what they did. */
export async function importsBefore(
  environmentId: string,
  table: string,
  before: bigint | null,
  take: number,
): Promise<{ ids: bigint[]; items: TableImport[] }> {
  const about = { selection: { path: '$.tables', array_contains: [table] } }
  const where: Prisma.SheetImportWhereInput = { AND: [{ environmentId, committedAt: { not: null } }, about, await whereBefore(before)] }
  const rows = await db.sheetImport.findMany({ where, ...whole, orderBy: [{ committedAt: 'desc' }, { id: 'desc' }], take })
  const tables = await db.sheetPlanTable.findMany({ where: { planId: { in: rows.map(({ planId }) => planId) }, name: table } })
  const items = rows.flatMap((row) =>
    toTableImport(
      row,
      table,
      tables.filter(({ planId }) => planId === row.planId),
    ),
  )
  return { ids: rows.map(({ id }) => id), items }
}

/** Which keys the blocks of a table in an applied plan may hold. */
export const filtersOf = (importId: bigint, position: number): Promise<{ block: number; keys: Uint8Array }[]> =>
  db.sheetImportBlock.findMany({ where: { importId, position }, orderBy: { block: 'asc' }, select: { block: true, keys: true } })

/** Names of the people on whose word these requests were used. */
export async function approversOf(approvalIds: readonly bigint[]): Promise<Map<bigint, string[]>> {
  const where = { approvalId: { in: [...approvalIds] }, verdict: { in: ['approve', 'break_glass'] } }
  const rows = await db.approvalDecision.findMany({ where, orderBy: { id: 'asc' }, select: { approvalId: true, person: { select: { name: true } } } })
  const names = new Map<bigint, string[]>()
  for (const { approvalId, person } of rows) names.set(approvalId, [...new Set([...(names.get(approvalId) ?? []), person.name])])
  return names
}
