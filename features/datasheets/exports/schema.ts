import { z } from 'zod'
import { pageOf, paging } from '#core/shared/paging.ts'
import { mappedEnvironment } from '#features/datasheets/mapping/schema.ts'
import { runArtefact, runError, runState } from '#features/runs/schema.ts'

export const exportFormats = ['xlsx', 'zip'] as const

export const exportRequest = z
  .strictObject({
    environment: z.string().min(1).max(100),
    /** Left out: all. */
    tables: z.array(z.string().min(1).max(64)).min(1).max(2000).optional(),
    format: z.enum(exportFormats).default('xlsx'),
  })
  .meta({ id: 'DatasheetExportRequest' })
export const exportStarted = z.object({ run: z.object({ id: z.string(), state: runState }) }).meta({ id: 'DatasheetExportStarted' })

/** What reading the file again would change in the database it came from, because that was tried. */
const check = z.object({
  insert: z.int(),
  update: z.int(),
  delete: z.int(),
  errors: z.int(),
  /** Tables of which rows cannot be told apart, so that they are exported and cannot be imported; each is one of the errors. */
  keyless: z.array(z.string()).default([]),
  at: z.iso.datetime(),
})
export const exportOutcome = z.object({
  readAt: z.iso.datetime(),
  tables: z.array(z.object({ table: z.string(), rows: z.int(), sheets: z.array(z.string()) })),
  bytes: z.int(),
  sha256: z.string(),
  /** Tables that nobody asked for by name and that no name of a sheet leads back to. */
  left: z.array(z.string()),
  /** Why the file, as large as it is, could not be imported again: the names of caps that it passes, or the code of the refusal. */
  beyond: z.array(z.string()),
  /** Null where it could not be tried: `beyond` says why. */
  check: check.nullable(),
})

export const sheetExport = z
  .object({
    run: z.object({ id: z.string(), state: runState, error: runError.nullable() }),
    environment: mappedEnvironment,
    /** Empty: all. */
    tables: z.array(z.string()),
    format: z.enum(exportFormats),
    mappingVersion: z.int(),
    outcome: exportOutcome.nullable(),
    artefact: runArtefact.nullable(),
    createdBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'SheetExport' })
export const sheetExportPage = pageOf(sheetExport).meta({ id: 'SheetExportPage' })
export const sheetExportQuery = z.strictObject({ ...paging, environment: z.string().max(100).optional() })

export const tableCountsQuery = z.strictObject({
  environment: z.string().min(1).max(100),
  /** Another environment, whose counts stand beside. */
  beside: z.string().min(1).max(100).optional(),
})
/** Tables of one environment, and of another, with their exact rows; null where a table is missing there. */
export const tableCounts = z
  .object({
    environment: mappedEnvironment,
    beside: mappedEnvironment.nullable(),
    tables: z.array(
      z.object({
        table: z.string(),
        comment: z.string(),
        rows: z.int().nullable(),
        besideRows: z.int().nullable(),
        columns: z.int(),
        sheets: z.array(z.string()),
        exportable: z.boolean(),
      }),
    ),
    /** What a file may hold to be imported again. */
    caps: z.object({ rows: z.int(), cells: z.int(), sheets: z.int() }),
    countedAt: z.iso.datetime(),
  })
  .meta({ id: 'TableCounts' })

export type ExportRequest = z.infer<typeof exportRequest>
export type ExportStarted = z.infer<typeof exportStarted>
export type ExportOutcome = z.infer<typeof exportOutcome>
export type SheetExport = z.infer<typeof sheetExport>
export type SheetExportPage = z.infer<typeof sheetExportPage>
export type SheetExportQuery = z.infer<typeof sheetExportQuery>
export type TableCountsQuery = z.infer<typeof tableCountsQuery>
export type TableCounts = z.infer<typeof tableCounts>
