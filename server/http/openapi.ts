import { z } from 'zod'
import type { Operation } from '#server/http/route.ts'
import { version } from '#server/startup.ts'

/** Path with `{name}` parameters -> method -> its declaration. */
export type Operations = Record<string, Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', { operation: Operation }>>>

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    /** Stable: programs decide by it. */
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    errors: z.array(z.object({ path: z.string(), code: z.string(), detail: z.string() })).optional(),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' })

type Json = Record<string, unknown>

class Components {
  readonly schemas: Record<string, unknown> = {}

  /** The schema by reference where it has an id, in place where it has none. `io` is the side of the API that sends it. */
  use(schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _draft,
      $defs: defs,
      ...json
    } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) as Json & { $defs?: Record<string, Json> }
    for (const [id, definition] of Object.entries(defs ?? {})) this.schemas[id] ??= moved(definition)
    const id = schema.meta()?.id
    if (!id) return moved(json) as Json
    this.schemas[id] ??= moved(json)
    return { $ref: `#/components/schemas/${id}` }
  }
}

/** JSON Schema keeps shared schemas under `$defs`; OpenAPI under `components`. */
function moved(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(moved)
  if (typeof json !== 'object' || json === null) return json
  const entries = Object.entries(json).filter(([key, value]) => key !== '$id' && !(key === 'id' && typeof value === 'string'))
  return Object.fromEntries(
    entries.map(([key, value]) => [key, key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', '#/components/schemas/') : moved(value)]),
  )
}

function parameters(components: Components, schema: z.ZodType | undefined, where: 'path' | 'query' | 'header'): Json[] {
  if (!schema) return []
  const json = components.use(schema, 'input') as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (json.required ?? []).includes(name),
    schema: property,
  }))
}

function answers(components: Components, operation: Operation): Json {
  const { answer, status } = operation
  const content =
    answer instanceof z.ZodType
      ? { 'application/json': { schema: components.use(answer, 'output') } }
      : answer
        ? { [answer.contentType]: { schema: { type: 'string' } } }
        : undefined
  const refusals = { description: 'Problem details (RFC 9457)', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }
  return { [status]: { description: operation.summary, ...(content ? { content } : {}) }, default: refusals }
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'The same key with the same request gets the same answer for 24 hours; with another request it is refused (409)',
  schema: { type: 'string', maxLength: 191 },
}

function describeOperation(components: Components, method: string, operation: Operation): Json {
  const open = operation.access === 'public'
  const keyed = method !== 'GET' && !open
  const file = operation.raw && { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
  const body = operation.body ? { required: true, content: { 'application/json': { schema: components.use(operation.body, 'input') } } } : file
  return {
    summary: operation.summary,
    ...(open ? { security: [] } : {}),
    ...(open || operation.access === 'signed-in' ? {} : { 'x-permission': operation.access }),
    parameters: [
      ...parameters(components, operation.params, 'path'),
      ...parameters(components, operation.query, 'query'),
      ...parameters(components, operation.raw, 'header'),
      ...(keyed ? [idempotencyKey] : []),
    ],
    ...(body ? { requestBody: body } : {}),
    responses: answers(components, operation),
  }
}

/** OpenAPI 3.1 of every operation, from the schemas that the routes parse with. */
export function openApiDocument(operations: Operations): Json {
  const components = new Components()
  components.use(problem, 'output')
  const paths = Object.entries(operations).map(([path, methods]) => {
    const described = Object.entries(methods).map(([method, handler]) => [method.toLowerCase(), describeOperation(components, method, handler.operation)])
    return [path, Object.fromEntries(described)]
  })
  return {
    openapi: '3.1.0',
    info: { title: 'Quarterdeck', version: version(), description: 'The operations console of a live game. Everything that the screens do.' },
    security: [{ token: [] }, { session: [] }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: components.schemas,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token: `qd_...`' },
        session: { type: 'apiKey', in: 'cookie', name: 'quarterdeck.session_token', description: "The browser's session" },
      },
    },
  }
}
