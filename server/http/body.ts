import 'server-only'

type Refused = 'body_too_large' | 'body_not_utf8' | 'body_too_slow'
/** Bodies are small: who takes longer for one does not want it answered. */
const longestMs = 15_000

/** The body as text, read up to `capBytes`; says when it is larger, not UTF-8 (a packed one is not), or not there within 15 s. */
export async function readText(request: Request, capBytes: number): Promise<{ ok: true; text: string } | { ok: false; code: Refused }> {
  if (Number(request.headers.get('content-length') ?? 0) > capBytes) return { ok: false, code: 'body_too_large' }
  if (!request.body) return { ok: true, text: '' }
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let late = false
  const timer = setTimeout(() => {
    late = true
    void reader.cancel().catch(() => {})
  }, longestMs)
  try {
    for (let bytes = 0; ; ) {
      const { done, value } = await reader.read()
      if (late) return { ok: false, code: 'body_too_slow' }
      if (done) break
      bytes += value.byteLength
      if (bytes > capBytes) {
        void reader.cancel().catch(() => {})
        return { ok: false, code: 'body_too_large' }
      }
      chunks.push(value)
    }
  } finally {
    clearTimeout(timer)
  }
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) }
  } catch {
    return { ok: false, code: 'body_not_utf8' }
  }
}

/** Far more than any request of ours has, and far less than makes a schema of trees run out of stack. */
const deepest = 100

/** Whether objects and arrays stand in each other deeper than any request needs. */
export const isTooDeep = (value: unknown, levels = deepest): boolean =>
  typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some((part) => isTooDeep(part, levels - 1)))
