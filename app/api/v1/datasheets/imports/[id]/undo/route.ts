import { z } from 'zod'
import { undoOpened } from '#features/datasheets/imports/schema.ts'
import { openUndoOf } from '#features/datasheets/imports/service.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'datasheets.undo',
  summary: 'Opens the plan that takes an import back; it is applied like any other',
  params: z.object({ id: z.string() }),
  answer: undoOpened,
  handle: ({ who, params: { id }, ip, requestId }) => openUndoOf(who, id, { ip, requestId }),
})
