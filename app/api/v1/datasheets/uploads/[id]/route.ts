import { z } from 'zod'
import { upload } from '#features/datasheets/uploads/schema.ts'
import { loadUpload, removeUpload } from '#features/datasheets/uploads/service.ts'
import { route } from '#server/http/route.ts'

const params = z.object({ id: z.string().min(1).max(36) })

export const GET = route({
  permission: 'datasheets.view',
  summary: 'One uploaded datasheet',
  params,
  answer: upload,
  handle: ({ who, params: { id } }) => loadUpload(who, id),
})

export const DELETE = route({
  permission: 'datasheets.diff',
  summary: 'Deletes an uploaded datasheet and its file; plans that were made of it stay',
  params,
  status: 204,
  handle: ({ who, params: { id }, ip, requestId }) => removeUpload(who, id, { ip, requestId }),
})
