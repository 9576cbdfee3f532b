import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { previousSecret, secret } from '#server/env.ts'

type Key = { id: Buffer; bytes: Buffer }

const version = 2
const idBytes = 4
const headerBytes = 1 + idBytes

/** Key and its id come from the secret on different ways: the id tells keys apart and says nothing about either. */
function keyOf(text: string): Key {
  const derive = (info: string, length: number) => Buffer.from(hkdfSync('sha256', text, '', info, length))
  return { id: derive('quarterdeck/key-id/1', idBytes), bytes: derive('quarterdeck/seal/1', 32) }
}

const current = keyOf(secret)
const keys: readonly Key[] = previousSecret === null ? [current] : [current, keyOf(previousSecret)]

/** Id of the key that seals now, in hex. */
export const currentKeyId = current.id.toString('hex')
/** With what everything begins that the present key sealed. */
export const currentHeader: Uint8Array<ArrayBuffer> = new Uint8Array([version, ...current.id])

/** Sealed by a key that this process was not given, or changed since. `keyId` is null where the bytes name none. */
export class SealError extends Error {
  readonly keyId: string | null
  constructor(keyId: string | null, options?: ErrorOptions) {
    super(keyId === null ? 'sealed bytes cannot be opened' : `sealed bytes of key ${keyId} cannot be opened`, options)
    this.name = 'SealError'
    this.keyId = keyId
  }
}

const boundTo = (header: Uint8Array, context: string): Buffer => Buffer.concat([header, Buffer.from(context)])

/**
 * AES-256-GCM under the present key: a version byte, 4 bytes id of the key, 12 bytes nonce, 16 bytes tag, ciphertext.
 * `context` says what it belongs to and must be the same when opened.
 */
export function seal(plain: string, context: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', current.bytes, nonce).setAAD(boundTo(currentHeader, context))
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return new Uint8Array(Buffer.concat([currentHeader, nonce, cipher.getAuthTag(), body]))
}

function decipher(key: Key, box: Buffer, bound: Buffer): string {
  const opened = createDecipheriv('aes-256-gcm', key.bytes, box.subarray(0, 12)).setAAD(bound).setAuthTag(box.subarray(12, 28))
  return Buffer.concat([opened.update(box.subarray(28)), opened.final()]).toString('utf8')
}

/** The first form had no id of its key: each key that there is gets its try. */
function openFirstForm(bytes: Buffer, context: string): string {
  for (const key of keys) {
    try {
      return decipher(key, bytes.subarray(1), Buffer.from(context))
    } catch {}
  }
  throw new SealError(null)
}

/** Opens what the present or the previous key sealed. @throws SealError when the key, the context or a byte differs. */
export function unseal(sealed: Uint8Array, context: string): string {
  const bytes = Buffer.from(sealed)
  if (bytes[0] === 1) return openFirstForm(bytes, context)
  if (bytes[0] !== version) throw new SealError(null)
  const id = bytes.subarray(1, headerBytes)
  const key = keys.find((one) => one.id.equals(id))
  if (!key) throw new SealError(id.toString('hex'))
  try {
    return decipher(key, bytes.subarray(headerBytes), boundTo(bytes.subarray(0, headerBytes), context))
  } catch (error) {
    throw new SealError(id.toString('hex'), { cause: error })
  }
}

/** SHA-256 in hex. */
export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')
