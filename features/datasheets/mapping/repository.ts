import { emptyMapping, type Mapping, mapping } from '#core/datasheets/mapping/mapping.ts'
import { db, type Tx } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

/** A version of an environment's mapping; version 0 is the empty one that nobody has saved. */
export type MappingRow = { version: number; mapping: Mapping; author: string | null; createdAt: Date | null }

const nobodys: MappingRow = { version: 0, mapping: emptyMapping, author: null, createdAt: null }

const toRow = ({ version, body, author, createdAt }: Prisma.SheetMappingGetPayload<object>): MappingRow => ({
  version,
  mapping: mapping.parse(body),
  author,
  createdAt,
})

export async function latestMapping(environmentId: string, tx: Tx = db): Promise<MappingRow> {
  const row = await tx.sheetMapping.findFirst({ where: { environmentId }, orderBy: { version: 'desc' } })
  return row ? toRow(row) : nobodys
}

export async function mappingVersion(environmentId: string, version: number): Promise<MappingRow | null> {
  if (version === 0) return nobodys
  const row = await db.sheetMapping.findUnique({ where: { environmentId_version: { environmentId, version } } })
  return row && toRow(row)
}

/** The newest number; 0 when nothing was saved. */
export async function latestVersion(environmentId: string): Promise<number> {
  const { _max } = await db.sheetMapping.aggregate({ where: { environmentId }, _max: { version: true } })
  return _max.version ?? 0
}

/** The latest first, at most `take`. */
export async function listVersions(environmentId: string, take: number): Promise<MappingRow[]> {
  return (await db.sheetMapping.findMany({ where: { environmentId }, orderBy: { version: 'desc' }, take })).map(toRow)
}

/** @throws P2002 when somebody else saved this version. */
export async function insertMapping(
  tx: Tx,
  row: { environmentId: string; version: number; mapping: Mapping; authorId: string; author: string },
): Promise<MappingRow> {
  const { mapping: body, ...rest } = row
  return toRow(await tx.sheetMapping.create({ data: { ...rest, body: body as unknown as Prisma.InputJsonObject, createdAt: new Date() } }))
}

export const isTaken = (error: unknown): boolean => error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
