import { createHmac, timingSafeEqual } from 'node:crypto'
import { type AuditContent, canonicalContent } from '#core/audit/canonical.ts'

/** Where a chain stands: the number of its last link and that link's hash. */
export type ChainHead = { seq: bigint; hash: string }
/** A row as it lies in the table. `signature` is null in rows that are older than signing, and in rows that nobody of the console wrote. */
export type AuditRow = AuditContent & { id: bigint; signature: string | null }
export type Link = { seq: bigint; entryId: bigint; prevHash: string; hash: string }

export const genesis: ChainHead = { seq: 0n, hash: '0'.repeat(64) }

const mac = (key: Uint8Array, purpose: string, text: string): string => createHmac('sha256', key).update(`${purpose}\n${text}`, 'utf8').digest('hex')
const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** `<nonce>.<HMAC-SHA256>` over all that the row says; made by whoever writes the row. `nonce` is random, 16 hex digits or more. */
export const signContent = (key: Uint8Array, nonce: string, row: AuditContent): string => `${nonce}.${mac(key, `entry ${nonce}`, canonicalContent(row))}`

/** Whether the console wrote this row as it is now. */
export function signatureHolds(key: Uint8Array, row: AuditRow): boolean {
  const nonce = row.signature?.split('.')[0]
  return nonce !== undefined && row.signature !== null && same(signContent(key, nonce, row), row.signature)
}

/** HMAC-SHA256 over the link before, the place in the chain, the row's number, its signature and all that it says. */
const hashOf = (key: Uint8Array, seq: bigint, prevHash: string, row: AuditRow): string =>
  mac(key, 'link', JSON.stringify([String(seq), prevHash, String(row.id), row.signature, canonicalContent(row)]))

/** The links that continue the chain after `head`, one per row in the given order, and the head that follows. */
export function sealRows(key: Uint8Array, head: ChainHead, rows: readonly AuditRow[]): { links: Link[]; head: ChainHead } {
  const links: Link[] = []
  let { seq, hash } = head
  for (const row of rows) {
    const prevHash = hash
    seq += 1n
    hash = hashOf(key, seq, prevHash, row)
    links.push({ seq, entryId: row.id, prevHash, hash })
  }
  return { links, head: { seq, hash } }
}

export const linkHolds = (key: Uint8Array, link: Link, row: AuditRow): boolean => same(hashOf(key, link.seq, link.prevHash, row), link.hash)

/** Keeps the head from being set back by hand. `legacyThrough` is the last row that was written before rows were signed. */
export const headMac = (key: Uint8Array, head: ChainHead, legacyThrough: bigint): string =>
  mac(key, 'head', JSON.stringify([String(head.seq), head.hash, String(legacyThrough)]))

export const headHolds = (key: Uint8Array, head: ChainHead & { legacyThrough: bigint; mac: string | null }): boolean =>
  head.mac === null ? head.seq === 0n && head.hash === genesis.hash : same(headMac(key, head, head.legacyThrough), head.mac)
