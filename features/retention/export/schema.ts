import { z } from 'zod'
import { exportFormat } from '#core/shared/export.ts'
import { analysisQuery, playerQuery } from '#features/retention/schema.ts'

const wholeList = { page: true, pageSize: true, sort: true } as const

/** The filters of the list of analyses. */
export const analysisExportQuery = z.strictObject({ ...exportFormat, ...analysisQuery.omit(wholeList).shape })
/** The filters of an analysis' sheet, and its order: that of first login when none is given. */
export const playerExportQuery = z.strictObject({ ...exportFormat, ...playerQuery.omit({ page: true, pageSize: true }).shape })

export type AnalysisExportQuery = z.infer<typeof analysisExportQuery>
export type PlayerExportQuery = z.infer<typeof playerExportQuery>
