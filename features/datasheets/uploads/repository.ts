import { z } from 'zod'
import { sortingOf } from '#core/shared/paging.ts'
import { type Upload, type UploadQuery, upload, uploadSorts } from '#features/datasheets/uploads/schema.ts'
import { unfinished } from '#features/runs/view.ts'
import { asTyped, db, type Tx } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

const withOwner = { include: { createdBy: { select: { id: true, name: true } } } } as const
export type UploadRow = Prisma.SheetUploadGetPayload<typeof withOwner>
export type NewUpload = Omit<Prisma.SheetUploadUncheckedCreateInput, 'sheets'> & { sheets: Upload['sheets'] }

const { sheets, kind } = upload.shape
/** What the row says of the file's sheets. */
export const sheetsOf = (row: Pick<UploadRow, 'sheets'>): Upload['sheets'] => sheets.parse(row.sheets)
export const kindOf = (row: Pick<UploadRow, 'kind'>): Upload['kind'] => kind.parse(row.kind)

export const insertUpload = (tx: Tx, data: NewUpload): Promise<UploadRow> => tx.sheetUpload.create({ data, ...withOwner })

export const findUpload = (id: string): Promise<UploadRow | null> => db.sheetUpload.findUnique({ where: { id }, ...withOwner })

type Filter = Pick<UploadQuery, 'q' | 'by'>

function whereOf({ q, by }: Filter, userId: string): Prisma.SheetUploadWhereInput {
  const text = q ? { OR: [{ name: { contains: asTyped(q) } }, ...(/^[0-9a-f]{4,64}$/i.test(q) ? [{ sha256: { startsWith: q.toLowerCase() } }] : [])] } : {}
  return { ...text, ...(by === 'me' ? { createdById: userId } : {}) }
}

function orderOf(sort: string | undefined): Prisma.SheetUploadOrderByWithRelationInput[] {
  const { column, direction } = sortingOf(sort, uploadSorts, '-createdAt')
  return [{ [column]: direction }, { id: direction }]
}

export async function pageOfUploads(query: UploadQuery, userId: string): Promise<{ rows: UploadRow[]; total: number }> {
  const { page, pageSize, sort } = query
  const where = whereOf(query, userId)
  const [rows, total] = await Promise.all([
    db.sheetUpload.findMany({ where, ...withOwner, orderBy: orderOf(sort), skip: (page - 1) * pageSize, take: pageSize }),
    db.sheetUpload.count({ where }),
  ])
  return { rows, total }
}

/** Of each of these the latest earlier upload with the same bytes by the same person, by id. */
export async function twinsOf(rows: readonly UploadRow[]): Promise<Map<string, NonNullable<Upload['sameAs']>>> {
  const known = await db.sheetUpload.findMany({
    where: { createdById: { in: rows.map((row) => row.createdById) }, sha256: { in: rows.map((row) => row.sha256) } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, name: true, createdAt: true, sha256: true, createdById: true },
  })
  const twins = new Map<string, NonNullable<Upload['sameAs']>>()
  for (const row of rows) {
    const twin = known.find((one) => one.sha256 === row.sha256 && one.createdById === row.createdById && one.createdAt < row.createdAt)
    if (twin) twins.set(row.id, { id: twin.id, name: twin.name, createdAt: twin.createdAt.toISOString() })
  }
  return twins
}

/** How many plans were made of each, by id. */
export async function planCountsOf(ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.sheetPlanFile.groupBy({ by: ['uploadId'], where: { uploadId: { in: [...ids] } }, _count: true })
  return new Map(rows.map(({ uploadId, _count }) => [uploadId, _count]))
}

/** These uploads, locked until the transaction ends: a plan is made of them, or they go. */
export async function lockUploads(tx: Tx, ids: readonly string[]): Promise<UploadRow[]> {
  await tx.$queryRaw`SELECT id FROM datasheets_upload WHERE id IN (${Prisma.join([...ids].sort())}) ORDER BY id FOR UPDATE`
  const rows = await tx.sheetUpload.findMany({ where: { id: { in: [...ids] } }, ...withOwner })
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? [])
}

/** A plan of this upload whose run is not over. */
export async function computingPlanOf(tx: Tx, uploadId: string): Promise<bigint | null> {
  const plan = await tx.sheetPlan.findFirst({
    where: { files: { some: { uploadId } }, sha256: null, run: { state: { in: unfinished.split(',') } } },
    select: { id: true },
  })
  return plan?.id ?? null
}

export const deleteUpload = async (tx: Tx, id: string): Promise<void> => void (await tx.sheetUpload.delete({ where: { id } }))

const swept = z.array(z.object({ id: z.string(), path: z.string() }))

/** Uploads whose time is over and that no plan is being made of. */
const expired = (): Prisma.Sql => Prisma.sql`u.expiresAt < UTC_TIMESTAMP(3) AND NOT EXISTS (
  SELECT 1 FROM datasheets_plan_file f JOIN datasheets_plan p ON p.id = f.planId JOIN runs_run r ON r.id = p.runId
  WHERE f.uploadId = u.id AND p.sha256 IS NULL AND r.state IN (${Prisma.join(unfinished.split(','))}))`

/** Takes the rows of uploads away whose time is over and that no plan is being made of, nor begun to be made; the names of their files. */
export async function takeExpiredUploads(limit: number): Promise<string[]> {
  const found = swept.parse(await db.$queryRaw`SELECT u.id, u.path FROM datasheets_upload u WHERE ${expired()} LIMIT ${limit}`)
  if (found.length === 0) return []
  return db.$transaction(async (tx) => {
    const ids = Prisma.join(found.map(({ id }) => id))
    // Who makes a plan of an upload has locked it; whoever had done so by now is seen by the second look.
    const locked = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM datasheets_upload WHERE id IN (${ids}) FOR UPDATE SKIP LOCKED`
    if (locked.length === 0) return []
    const mine = Prisma.join(locked.map(({ id }) => id))
    const rows = swept.parse(await tx.$queryRaw`SELECT u.id, u.path FROM datasheets_upload u WHERE u.id IN (${mine}) AND ${expired()}`)
    await tx.sheetUpload.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } })
    return rows.map(({ path }) => path)
  })
}

/** Which of these files belong to uploads. */
export async function uploadsAmong(paths: readonly string[]): Promise<string[]> {
  const rows = await db.sheetUpload.findMany({ where: { path: { in: [...paths] } }, select: { path: true } })
  return rows.map(({ path }) => path)
}
