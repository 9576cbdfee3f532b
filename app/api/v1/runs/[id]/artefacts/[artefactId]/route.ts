import { z } from 'zod'
import { Refusal } from '#core/shared/refusal.ts'
import { openArtefact } from '#features/runs/service.ts'
import { download } from '#server/http/download.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'runs.view',
  summary: 'Download an artefact of a run',
  params: z.object({ id: z.string(), artefactId: z.string() }),
  answer: { contentType: 'application/octet-stream' },
  handle: async ({ params }) => {
    const opened = await openArtefact(params.id, params.artefactId)
    return opened instanceof Refusal
      ? opened
      : download(opened.stream, { name: opened.artefact.name, contentType: opened.artefact.contentType, bytes: opened.artefact.bytes })
  },
})
