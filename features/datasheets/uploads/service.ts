import { randomUUID } from 'node:crypto'
import { may, type Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import type { Origin } from '#features/datasheets/service.ts'
import { inspectFile, previewSheet } from '#features/datasheets/sheets/service.ts'
import * as repository from '#features/datasheets/uploads/repository.ts'
import type { SheetPreview, Upload, UploadPage, UploadQuery } from '#features/datasheets/uploads/schema.ts'
import { db, transact } from '#server/database.ts'
import { env } from '#server/env.ts'
import { readingCaps } from '#server/files/caps.ts'
import { keepFile, pathOfFile, removeFile } from '#server/files/kept.ts'

type Sent = { name: string; sha256: string; bytes: AsyncIterable<Uint8Array> }

/** What a file may be, and how long it may take to arrive. */
export const uploadCaps = { capBytes: readingCaps.fileBytes, longestMs: 280_000, silentMs: 30_000 }

const objectOf = (id: string): string => `upload:${id}`
const notFound = () => refuse('not_found', 404)
const dayMs = 86_400_000
const longestName = 200

/** The name of a file as its sender has it, without folders; null for what names nothing. */
export function fileNameOf(header: string): string | null {
  let name: string
  try {
    name = decodeURIComponent(header)
  } catch {
    return null
  }
  name = (name.split(/[\\/]/).at(-1) ?? '').normalize('NFC').trim()
  return name && name !== '.' && name !== '..' && name.length <= longestName && !/\p{Cc}/u.test(name) ? name : null
}

async function toUploads(rows: readonly repository.UploadRow[]): Promise<Upload[]> {
  if (rows.length === 0) return []
  const [twins, plans] = await Promise.all([repository.twinsOf(rows), repository.planCountsOf(rows.map(({ id }) => id))])
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    bytes: Number(row.bytes),
    sha256: row.sha256,
    kind: repository.kindOf(row),
    sheets: repository.sheetsOf(row),
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    expiresAt: row.expiresAt.toISOString(),
    sameAs: twins.get(row.id) ?? null,
    plans: plans.get(row.id) ?? 0,
  }))
}

type Kept = Awaited<ReturnType<typeof keepFile>>
type Found = Exclude<Awaited<ReturnType<typeof inspectFile>>, Refusal>

async function insert(who: Principal, file: Kept, found: Found, name: string, origin: Origin): Promise<Upload | Refusal> {
  const createdAt = new Date()
  const expiresAt = new Date(createdAt.getTime() + env.DATASHEETS_KEPT_DAYS * dayMs)
  const row = await db.$transaction(async (tx) => {
    const added = await repository.insertUpload(tx, { id: randomUUID(), name, ...file, ...found, createdById: who.userId, createdAt, expiresAt })
    const detail = { name, bytes: file.bytes, sha256: file.sha256, kind: found.kind, sheets: found.sheets.length }
    await recordAudit(tx, { who, action: 'datasheets.upload', object: objectOf(added.id), detail, ...origin })
    return added
  })
  return (await toUploads([row]))[0] ?? notFound()
}

/**
 * Keeps a file as it comes. Refuses upload_name, upload_digest when other bytes arrived than were sent, and what the file
 * itself is refused for; nothing of it is left then, nor when reading it throws (BodyFault).
 */
export async function keepUpload(who: Principal, sent: Sent, origin: Origin): Promise<Upload | Refusal> {
  const name = fileNameOf(sent.name)
  if (name === null) return refuse('upload_name', 400, { most: longestName }, 'x-file-name')
  const file = await keepFile(sent.bytes)
  let mayBeNamed = false
  try {
    if (file.sha256 !== sent.sha256.toLowerCase()) return refuse('upload_digest', 422, { file: name, bytes: file.bytes, sha256: file.sha256 })
    const found = await inspectFile(pathOfFile(file.path), name)
    if (found instanceof Refusal) return found
    // What fails from here on may have been committed all the same; a file that no row names is swept later.
    mayBeNamed = true
    return await insert(who, file, found, name, origin)
  } finally {
    if (!mayBeNamed) await removeFile(file.path)
  }
}

export async function listUploads(who: Principal, query: UploadQuery): Promise<UploadPage> {
  const { rows, total } = await repository.pageOfUploads(query, who.userId)
  return { items: await toUploads(rows), total, page: query.page, pageSize: query.pageSize, countedAt: new Date().toISOString() }
}

export async function loadUpload(_who: Principal, id: string): Promise<Upload | Refusal> {
  const row = await repository.findUpload(id)
  return (row && (await toUploads([row]))[0]) || notFound()
}

/** The first rows of a sheet, by its number from 0. */
export async function loadSheet(_who: Principal, id: string, number: number, rows: number): Promise<SheetPreview | Refusal> {
  const row = await repository.findUpload(id)
  const sheet = row && repository.sheetsOf(row)[number]
  return row && sheet ? previewSheet(pathOfFile(row.path), row.name, sheet, rows) : notFound()
}

/** Deletes an upload and its file; plans stay. Those of others are for people who keep the mapping. Refuses upload_of_other, which leaves a row in the audit, and upload_in_use. */
export async function removeUpload(who: Principal, id: string, origin: Origin): Promise<Refusal | undefined> {
  const action = 'datasheets.upload.delete'
  const gone = await transact(async (tx) => {
    const [row] = await repository.lockUploads(tx, [id])
    if (!row) return notFound()
    if (row.createdById !== who.userId && !may(who, 'datasheets.mapping')) return refuse('upload_of_other', 403, { name: row.createdBy.name })
    const plan = await repository.computingPlanOf(tx, id)
    if (plan !== null) return refuse('upload_in_use', 409, { plan: String(plan) })
    await repository.deleteUpload(tx, id)
    const before = { name: row.name, bytes: Number(row.bytes), sha256: row.sha256 }
    await recordAudit(tx, { who, action, object: objectOf(id), before, ...origin })
    return row.path
  })
  if (gone instanceof Refusal) {
    const detail = { ...gone.params }
    if (gone.code === 'upload_of_other') await recordAudit(db, { who, action, object: objectOf(id), outcome: 'refused', detail, ...origin })
    return gone
  }
  await removeFile(gone)
}

/** Removes uploads whose time is over, at most 100 at once. */
export async function sweepUploads(): Promise<void> {
  for (const path of await repository.takeExpiredUploads(100)) await removeFile(path)
}
