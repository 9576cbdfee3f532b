import type { Tx } from '#server/database.ts'

type Place = { id: string; name: string; kind: string }
export type NewComparison = {
  runId: bigint
  from: Place
  to: Place
  /** Null: all that both have. */
  tables: readonly string[] | null
  mappingVersion: number
  createdById: string
}

/** The plan that makes the tables of `to` equal to those of `from`; its number. */
export async function insertComparison(tx: Tx, { runId, from, to, tables, mappingVersion, createdById }: NewComparison): Promise<bigint> {
  const target = { environmentId: to.id, environment: to.name, environmentKind: to.kind }
  const source = { origin: 'compare', sourceId: from.id, source: from.name, request: tables ? { tables: [...tables] } : {} }
  const { id } = await tx.sheetPlan.create({ data: { runId, ...target, ...source, mappingVersion, createdById, createdAt: new Date() }, select: { id: true } })
  return id
}
