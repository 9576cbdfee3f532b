import { operations } from '#app/api/v1/operations.ts'
import { type Operations, openApiDocument } from '#server/http/openapi.ts'
import { route } from '#server/http/route.ts'

let document: string | undefined

export const GET = route({
  permission: 'public',
  summary: 'This description of the API',
  answer: { contentType: 'application/json' },
  handle: async () => {
    const all: Operations = { ...operations, '/api/v1/openapi.json': { GET } }
    document ??= JSON.stringify(openApiDocument(all))
    return new Response(document, { headers: { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' } })
  },
})
