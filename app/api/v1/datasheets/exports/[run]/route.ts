import { z } from 'zod'
import { sheetExport } from '#features/datasheets/exports/schema.ts'
import { loadExport } from '#features/datasheets/exports/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'One export, by the number of its run',
  params: z.object({ run: z.string().min(1).max(20) }),
  answer: sheetExport,
  handle: ({ who, params }) => loadExport(who, params.run),
})
