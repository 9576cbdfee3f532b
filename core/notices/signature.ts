import { createHmac } from 'node:crypto'

const mark = 'whsec_'

/** A secret as people copy it: of 24 to 64 random bytes. */
export const secretOf = (bytes: Uint8Array): string => `${mark}${Buffer.from(bytes).toString('base64')}`

/** One signature of the header: its version and the sum. */
function signature(secret: string, signed: string): string {
  const key = Buffer.from(secret.slice(mark.length), 'base64')
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}

/**
 * The headers that prove where a message is from and that it is fresh. `secrets` as `whsec_…`, the present one first: there is a signature
 * of each, and a receiver that knows one of them is content. `body` exactly as it is sent; `at` is the time of this attempt. Source:
 * Standard Webhooks 1.0.0, "Signature scheme", symmetric, with several signatures as for "zero downtime secret rotation".
 */
export function signedHeaders(
  secrets: readonly string[],
  id: string,
  at: Date,
  body: string,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const signatures = secrets.map((secret) => signature(secret, `${id}.${timestamp}.${body}`))
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
