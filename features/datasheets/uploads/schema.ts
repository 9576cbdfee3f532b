import { z } from 'zod'
import { pageOf, paging } from '#core/shared/paging.ts'

export const uploadKinds = ['xlsx', 'csv'] as const

/** Longest name of a file, in characters. */
const longestName = 200

/** A file that was sent: kept until `expiresAt`, then removed with its row. */
export const upload = z
  .object({
    id: z.string(),
    name: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    kind: z.enum(uploadKinds),
    /** In the order of the workbook; a CSV has one, named after the file. */
    sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })),
    createdAt: z.iso.datetime(),
    createdBy: z.object({ id: z.string(), name: z.string() }),
    expiresAt: z.iso.datetime(),
    /** An upload of the same person with the very same bytes, made before this one; the latest of them. */
    sameAs: z.object({ id: z.string(), name: z.string(), createdAt: z.iso.datetime() }).nullable(),
    /** How many plans were made of it. */
    plans: z.int(),
  })
  .meta({ id: 'Upload' })
export const uploadPage = pageOf(upload).meta({ id: 'UploadPage' })

/** Columns a list of uploads may be sorted by. */
export const uploadSorts = ['createdAt', 'name', 'bytes', 'expiresAt'] as const
export const uploadQuery = z.strictObject({
  ...paging,
  /** Part of the name, or the beginning of the SHA-256. */
  q: z.string().trim().max(longestName).optional(),
  /** `me`: those of the caller alone. */
  by: z.enum(['me']).optional(),
})

/** Headers of an upload beside those that every request has. The body is the file itself. */
export const uploadHeaders = z.object({
  /** The file's name, UTF-8, percent-encoded. */
  'x-file-name': z.string().min(1).max(2_000),
  /** SHA-256 of the body, hex; what arrives is compared with it. */
  'x-content-sha256': z.string().regex(/^[0-9a-f]{64}$/i),
})

/** One cell as the file holds it; see core/datasheets/cell.ts. */
export const sheetCell = z.object({
  column: z.int(),
  kind: z.enum(['number', 'text', 'boolean', 'error', 'date', 'empty']),
  raw: z.string(),
  formula: z.boolean(),
  style: z.enum(['plain', 'date', 'time', 'datetime', 'duration']),
})

/** Rows are counted as they stand in the file; `rows` is how many are wanted. */
export const sheetQuery = z.strictObject({ rows: z.coerce.number().int().min(1).max(200).default(20) })

/** The first rows of a sheet, as they are. */
export const sheetPreview = z
  .object({
    name: z.string(),
    hidden: z.boolean(),
    /** Only rows that hold something. Texts are cut after 200 characters. */
    rows: z.array(z.object({ number: z.int(), hidden: z.boolean(), cells: z.array(sheetCell) })),
    /** Whether the sheet ends with the last of these rows. */
    complete: z.boolean(),
  })
  .meta({ id: 'SheetPreview' })

export type Upload = z.infer<typeof upload>
export type UploadPage = z.infer<typeof uploadPage>
export type UploadQuery = z.infer<typeof uploadQuery>
export type UploadKind = (typeof uploadKinds)[number]
export type SheetPreview = z.infer<typeof sheetPreview>
