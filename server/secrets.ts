import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { secret } from '#server/env.ts'

const version = 1
const key = Buffer.from(hkdfSync('sha256', secret, '', 'quarterdeck/seal/1', 32))

/** AES-256-GCM: one version byte, 12 bytes nonce, 16 bytes tag, ciphertext. `context` must be the same when opened. */
export function seal(plain: string, context: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return new Uint8Array(Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]))
}

/** @throws Error when the key, the context or a byte differs. */
export function unseal(sealed: Uint8Array, context: string): string {
  const bytes = Buffer.from(sealed)
  if (bytes[0] !== version) throw new Error('sealed by an unknown version')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 13)).setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(13, 29))
  return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString('utf8')
}

/** SHA-256 in hex. */
export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')
