export type FieldProblem = { path: string; code: string; detail: string }

type ProblemBody = { title: string; status: number; detail?: string; code: string; errors?: FieldProblem[]; requestId?: string }

/** By hand, not by a schema: this is loaded first on every page. What stands between, such as a proxy, answers in other shapes. */
function isProblem(body: unknown): body is ProblemBody {
  if (typeof body !== 'object' || body === null) return false
  const { title, status, code, errors = [] } = body as Record<string, unknown>
  return typeof title === 'string' && typeof status === 'number' && typeof code === 'string' && Array.isArray(errors)
}

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
  const body: unknown = await response.json().catch(() => null)
  if (!isProblem(body)) return new ApiProblem({ status: response.status, code: 'unreadable', requestId })
  return new ApiProblem({ ...body, requestId: body.requestId ?? requestId })
}
