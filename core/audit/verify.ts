import { type AuditRow, type ChainHead, type Link, linkHolds, signatureHolds } from '#core/audit/chain.ts'
import type { BrokenReason } from '#core/audit/reasons.ts'

/** `seq` is the place in the chain, null for a row that has none yet; `id` the row's number where it is known. */
export type Broken = { seq: bigint | null; id: bigint | null; reason: BrokenReason }

/** A link with the row that it seals; null when the row is gone. */
export type Sealed = { link: Link; row: AuditRow | null }
type Trust = { key: Uint8Array; legacyThrough: bigint }

/** Rows of the time before signing cannot be told apart from forged ones by themselves: the chain alone guards them. */
const written = ({ key, legacyThrough }: Trust, row: AuditRow): boolean => (row.signature === null ? row.id <= legacyThrough : signatureHolds(key, row))

function faultOf(trust: Trust, { link, row }: Sealed): BrokenReason | null {
  if (!row) return 'deleted'
  const authentic = written(trust, row)
  if (linkHolds(trust.key, link, row)) return authentic ? null : 'inserted'
  return authentic && row.signature !== null ? 'reordered' : 'altered'
}

/** Follows the chain from `from` over links in order of seq. Stops at the first that does not hold. */
export function followChain(trust: Trust, from: ChainHead, sealed: readonly Sealed[]): { head: ChainHead; broken: Broken | null } {
  let head = from
  for (const one of sealed) {
    const { link } = one
    // A number that is missing is a seal that is gone: the row that it sealed is not known.
    if (link.seq !== head.seq + 1n) return { head, broken: { seq: head.seq + 1n, id: null, reason: 'deleted' } }
    const reason = faultOf(trust, one) ?? (link.prevHash === head.hash ? null : 'reordered')
    if (reason) return { head, broken: { seq: link.seq, id: link.entryId, reason } }
    head = { seq: link.seq, hash: link.hash }
  }
  return { head, broken: null }
}

/** The first of the rows without a seal that the console did not write as it is. */
export function findForged(trust: Trust, rows: readonly AuditRow[]): Broken | null {
  const row = rows.find((one) => !written(trust, one))
  return row ? { seq: null, id: row.id, reason: row.signature === null ? 'inserted' : 'altered' } : null
}
