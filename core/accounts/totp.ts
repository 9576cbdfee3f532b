import { createHmac } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const stepMs = 30_000

/** RFC 4648 base32 without padding. */
export function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** The 6 digits of one time step (RFC 6238 with SHA-1, 30 s, as authenticator apps have it). `counter` is the step since 1970. */
export function codeAt(secret: Uint8Array, counter: number): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const digest = createHmac('sha1', secret).update(message).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}

export const counterAt = (now: Date): number => Math.floor(now.getTime() / stepMs)

/**
 * The time step that a code belongs to: now, one before or one after (clocks differ), and later than the last one that
 * was taken, so that a code seen by somebody else is worth nothing. Null for every other code.
 */
export function matchingCounter(secret: Uint8Array, code: string, now: Date, lastCounter: number): number | null {
  const middle = counterAt(now)
  const found = [middle - 1, middle, middle + 1].filter((counter) => counter > lastCounter && codeAt(secret, counter) === code)
  return found[0] ?? null
}

/** What an authenticator app reads from the QR code. */
export function otpauthUri(secret: Uint8Array, account: string, issuer: string): string {
  const parameters = `secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=30`
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?${parameters}`
}

/** 16 letters and digits (80 bits) of 10 random bytes, as `abcd-efgh-ijkl-mnop`. */
export const recoveryCodeOf = (bytes: Uint8Array): string => (base32(bytes).toLowerCase().match(/.{4}/g) ?? []).join('-')

/** A recovery code as people type it, in the form in which it was made; null when it is none. */
export function readRecoveryCode(typed: string): string | null {
  const letters = typed.toLowerCase().replaceAll(/[\s-]/g, '')
  return /^[a-z2-7]{16}$/.test(letters) ? (letters.match(/.{4}/g) ?? []).join('-') : null
}
