import { z } from 'zod'
import { Refusal } from '#core/shared/refusal.ts'
import { exportCsv } from '#features/retention/export/service.ts'
import { route } from '#server/http/route.ts'

const contentType = 'text/csv; charset=utf-8'

function bytesOf(chunks: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const source = chunks[Symbol.asyncIterator]()
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await source.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => {
      await source.return?.()
    },
  })
}

export const GET = route({
  permission: 'retention.export',
  summary: 'The whole sheet of an analysis as CSV',
  params: z.object({ id: z.string() }),
  answer: { contentType },
  handle: async ({ who, params, ip, requestId }) => {
    const file = await exportCsv(who, params.id, { ip, requestId })
    if (file instanceof Refusal) return file
    const headers = {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${file.name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    }
    return new Response(bytesOf(file.chunks), { headers })
  },
})
