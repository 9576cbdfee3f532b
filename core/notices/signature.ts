import { createHmac } from 'node:crypto'

const mark = 'whsec_'

/** A secret as people copy it: of 24 to 64 random bytes. */
export const secretOf = (bytes: Uint8Array): string => `${mark}${Buffer.from(bytes).toString('base64')}`

/**
 * The headers that prove where a message is from and that it is fresh. `secret` as `whsec_…`; `body` exactly as it is sent;
 * `at` is the time of this attempt. Source: Standard Webhooks 1.0.0, "Signature scheme", symmetric.
 */
export function signedHeaders(secret: string, id: string, at: Date, body: string): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const key = Buffer.from(secret.slice(mark.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
