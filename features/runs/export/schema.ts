import { z } from 'zod'
import { exportFormat } from '#core/shared/paging.ts'
import { runQuery } from '#features/runs/schema.ts'

/** The filters of the list of runs; and their order; a whole sheet has no pages. */
export const runExportQuery = z.strictObject({ ...exportFormat, ...runQuery.omit({ page: true, pageSize: true }).shape })

export type RunExportQuery = z.infer<typeof runExportQuery>
