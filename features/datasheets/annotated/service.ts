import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { findingsOf } from '#features/datasheets/findings/service.ts'
import { draftOf } from '#features/datasheets/plans/service.ts'
import type { Origin } from '#features/datasheets/service.ts'
import { findUpload, kindOf } from '#features/datasheets/uploads/repository.ts'
import { db } from '#server/database.ts'
import { annotatedFile, type Mark } from '#server/files/annotated.ts'
import { pathOfFile, removeFile } from '#server/files/kept.ts'
import type { Locale } from '#server/http/locale.ts'

const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** More than this nobody reads in a workbook. */
const mostMarks = 20_000

async function marksOf(planId: bigint, file: string, locale: Locale): Promise<Mark[]> {
  const marks: Mark[] = []
  for await (const piece of findingsOf(planId, locale, file)) {
    marks.push(...piece.map(({ level, sheet, cell, message }) => ({ level, sheet, cell, message })))
    if (marks.length >= mostMarks) break
  }
  return marks.slice(0, mostMarks)
}

/** The bytes of a file that is removed when they were read, or nobody wants them any more. */
async function* once(kept: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(pathOfFile(kept)) as AsyncIterable<Uint8Array>
  } finally {
    await removeFile(kept)
  }
}

/**
 * A copy of one of the files of a plan in which the cells with errors and warnings are coloured and commented in the
 * reader's language; leaves a row in the audit. Refuses plan_not_ready, upload_gone, annotated_too_large, annotated_unreadable.
 */
export async function annotatedCopy(who: Principal, id: string, upload: string, locale: Locale, origin: Origin) {
  const plan = await draftOf(who, id)
  if (plan instanceof Refusal) return plan
  const file = plan.files.find(({ uploadId }) => uploadId === upload)
  if (!file) return refuse('not_found', 404)
  const row = await findUpload(upload)
  // A row may outlive its file for a moment: it is deleted first, the file after it.
  const there =
    row !== null &&
    (await access(pathOfFile(row.path)).then(
      () => true,
      () => false,
    ))
  if (!there) return refuse('upload_gone', 410, { file: file.name })
  const marks = await marksOf(plan.id, file.name, locale)
  const copy = await annotatedFile({ path: pathOfFile(row.path), name: file.name, kind: kindOf(file), bytes: Number(file.bytes), marks })
  if (copy instanceof Refusal) return copy
  await recordAudit(db, { who, action: 'datasheets.annotated', object: `plan:${id}`, planId: id, detail: { file: file.name, marks: marks.length }, ...origin })
  return { name: `${file.name.replace(/\.[^.]*$/, '')}_annotated.xlsx`, contentType, content: once(copy) }
}
