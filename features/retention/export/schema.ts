import { z } from 'zod'
import { exportFormat } from '#core/shared/paging.ts'
import { analysisQuery, playerQuery } from '#features/retention/schema.ts'

/** A whole sheet has no pages. */
const wholeList = { page: true, pageSize: true } as const

/** Filters and order of the list of analyses. */
export const analysisExportQuery = z.strictObject({ ...exportFormat, ...analysisQuery.omit(wholeList).shape })
/** The filters of an analysis' sheet, and its order: that of first login when none is given. */
export const playerExportQuery = z.strictObject({ ...exportFormat, ...playerQuery.omit(wholeList).shape })

export type AnalysisExportQuery = z.infer<typeof analysisExportQuery>
export type PlayerExportQuery = z.infer<typeof playerExportQuery>
