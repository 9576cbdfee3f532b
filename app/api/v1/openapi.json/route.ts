import { operations } from '#app/api/v1/operations.ts'
import { openApiDocument } from '#server/http/openapi.ts'

let document: string | undefined

/** The API's own description, public. */
export function GET(): Response {
  document ??= JSON.stringify(openApiDocument(operations))
  return new Response(document, { headers: { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' } })
}
export const dynamic = 'force-dynamic'
