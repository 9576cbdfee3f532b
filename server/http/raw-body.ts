import 'server-only'
import { type Refusal, refuse } from '#core/shared/refusal.ts'

export type RawCaps = {
  capBytes: number
  /** How long the whole body may take, and how long nothing may come. */
  longestMs: number
  silentMs: number
}

/** What is wrong with a body that is read piece by piece: thrown into the hands of whoever reads it, so that he can put away what he has. */
export class BodyFault extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusal.code, options)
    this.name = 'BodyFault'
    this.refusal = refusal
  }
}

const tooLarge = (caps: RawCaps): Refusal => refuse('raw_body_too_large', 413, { most: Math.floor(caps.capBytes / 1024 / 1024) })
const tooSlow = (ms: number): Refusal => refuse('raw_body_too_slow', 408, { seconds: Math.round(ms / 1000) })

/** A body that is too large by its sender's own word; null where it may be read. */
export const largeByItsWord = (request: Request, caps: RawCaps): Refusal | null =>
  Number(request.headers.get('content-length') ?? 0) > caps.capBytes ? tooLarge(caps) : null

/**
 * The bytes of a body as they come; nothing is held. Throws BodyFault: raw_body_too_large beyond the cap, raw_body_too_slow
 * after `longestMs` or after `silentMs` without a byte, raw_body_cut when the sender left before its end.
 */
export async function* rawBody(request: Request, caps: RawCaps): AsyncGenerator<Uint8Array> {
  if (!request.body) return
  const reader = request.body.getReader()
  const endsAt = Date.now() + caps.longestMs
  let late: Refusal | null = null
  const next = async () => {
    const left = endsAt - Date.now()
    const timer = setTimeout(
      () => {
        late = tooSlow(left < caps.silentMs ? caps.longestMs : caps.silentMs)
        void reader.cancel().catch(() => {})
      },
      Math.max(0, Math.min(caps.silentMs, left)),
    )
    const part = await reader.read().catch((cause: unknown) => {
      throw new BodyFault(late ?? refuse('raw_body_cut', 400), { cause })
    })
    clearTimeout(timer)
    if (late) throw new BodyFault(late)
    return part
  }
  try {
    let bytes = 0
    for (let part = await next(); !part.done; part = await next()) {
      bytes += part.value.byteLength
      if (bytes > caps.capBytes) throw new BodyFault(tooLarge(caps))
      yield part.value
    }
  } finally {
    void reader.cancel().catch(() => {})
  }
}
