import { z } from 'zod'
import { Refusal } from '#core/shared/refusal.ts'
import { annotatedCopy } from '#features/datasheets/annotated/service.ts'
import { download } from '#server/http/download.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'A copy of one file of a plan with its bad cells coloured and commented (XLSX); leaves a row in the audit',
  params: z.object({ id: z.string(), upload: z.string().min(1).max(36) }),
  answer: { contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  handle: async ({ who, params: { id, upload }, locale, ip, requestId }) => {
    const file = await annotatedCopy(who, id, upload, locale, { ip, requestId })
    return file instanceof Refusal ? file : download(file.content, file)
  },
})
