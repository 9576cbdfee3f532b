import { z } from 'zod'

export const exportFormats = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** The query of every export beside its filters. */
export const exportFormat = { format: z.enum(exportFormats).default('csv') }

/** Most rows of one exported sheet. A workbook could hold 1,048,576; beyond this nobody opens it with pleasure. */
export const mostExportRows = 200_000
