import { z } from 'zod'
import { exportFormat } from '#core/shared/paging.ts'
import { runQuery } from '#features/runs/schema.ts'

/** The filters of the list of runs; pages and order have no meaning for a whole sheet, which is newest first. */
export const runExportQuery = z.strictObject({ ...exportFormat, ...runQuery.omit({ page: true, pageSize: true, sort: true }).shape })

export type RunExportQuery = z.infer<typeof runExportQuery>
