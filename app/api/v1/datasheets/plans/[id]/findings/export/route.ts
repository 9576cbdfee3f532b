import { z } from 'zod'
import { Refusal } from '#core/shared/refusal.ts'
import { exportFindings } from '#features/datasheets/findings/service.ts'
import { download } from '#server/http/download.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'All errors and warnings of a plan as CSV; leaves a row in the audit',
  params: z.object({ id: z.string() }),
  answer: { contentType: 'text/csv; charset=utf-8' },
  handle: async ({ who, params: { id }, locale, ip, requestId }) => {
    const file = await exportFindings(who, id, locale, { ip, requestId })
    return file instanceof Refusal ? file : download(file.content, file)
  },
})
