import 'server-only'
import type { Permission, Principal } from '#core/shared/permissions.ts'
import { log } from '#server/log.ts'

/** Somebody signed in asked for what he may not have. */
export type Refused = { who: Principal; permission: Permission; method: string; path: string; ip: string; requestId: string; userAgent: string | null }
type Listener = (refused: Refused) => Promise<void>

const holder = globalThis as { qdWhenRefused?: Listener }

/** Who is told of refusals: one listener for the whole process, given when the web starts. */
export function whenRefused(listener: Listener): void {
  holder.qdWhenRefused = listener
}

/** Tells the listener; the answer to the caller never hangs on it. */
export async function noteRefused(request: Request, refused: Pick<Refused, 'who' | 'permission' | 'ip' | 'requestId'>): Promise<void> {
  const { method, url, headers } = request
  try {
    await holder.qdWhenRefused?.({ ...refused, method, path: new URL(url).pathname, userAgent: headers.get('user-agent') })
  } catch (error) {
    log.error({ err: error, requestId: refused.requestId }, 'a refusal was not recorded')
  }
}
