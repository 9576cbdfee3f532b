import { z } from 'zod'

const problemBody = z.object({
  title: z.string(),
  status: z.number(),
  detail: z.string().optional(),
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), code: z.string(), detail: z.string() })).optional(),
  requestId: z.string().optional(),
})

export type FieldProblem = { path: string; code: string; detail: string }

/** A refusal of the API (RFC 9457), or `network` when no answer came and `unreadable` when it was not of the agreed shape. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly errors: readonly FieldProblem[]
  readonly requestId: string | null

  constructor(from: { status: number; code: string; title?: string; detail?: string; errors?: readonly FieldProblem[]; requestId?: string | null }) {
    super(`${from.status} ${from.code} ${from.detail ?? from.title ?? ''}`.trim())
    this.name = 'ApiProblem'
    this.status = from.status
    this.code = from.code
    this.title = from.title ?? ''
    this.detail = from.detail ?? ''
    this.errors = from.errors ?? []
    this.requestId = from.requestId ?? null
  }
}

/** The problem that an answer carries; `unreadable` when its body is not a problem document. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const requestId = response.headers.get('x-request-id')
  const parsed = problemBody.safeParse(await response.json().catch(() => null))
  if (!parsed.success) return new ApiProblem({ status: response.status, code: 'unreadable', requestId })
  return new ApiProblem({ ...parsed.data, requestId: parsed.data.requestId ?? requestId })
}
