export const exportFormats = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** Most rows of one exported sheet. A workbook could hold 1,048,576; beyond this nobody opens it with pleasure. */
export const mostExportRows = 200_000
