import { z } from 'zod'
import { Refusal } from '#core/shared/refusal.ts'
import { openArtefact } from '#features/runs/artefacts/service.ts'
import { download } from '#server/http/download.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'runs.view',
  summary: 'Download an artefact of a run; that of an export needs datasheets.export as well. Leaves a row in the audit',
  params: z.object({ id: z.string(), artefactId: z.string() }),
  answer: { contentType: 'application/octet-stream' },
  handle: async ({ who, params, ip, requestId }) => {
    const opened = await openArtefact(who, params.id, params.artefactId, { ip, requestId })
    return opened instanceof Refusal
      ? opened
      : download(opened.stream, { name: opened.artefact.name, contentType: opened.artefact.contentType, bytes: opened.artefact.bytes })
  },
})
