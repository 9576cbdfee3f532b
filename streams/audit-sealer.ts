import { noteAuditHead, sealAudit } from '#features/audit/chain/service.ts'
import { repeat } from '#streams/repeat.ts'

const everyMs = 1_000
const sweepMs = 600_000
const noteMs = 3_600_000

/**
 * Chains new rows of the audit, once a second; of several workers one seals at a time. Every ten minutes it looks for rows
 * that committed very late, and every hour it writes the head of the chain to the log, which lies outside of the database.
 */
export function runAuditSealer(signal: AbortSignal): Promise<void> {
  let [sweptAt, notedAt] = [0, 0]
  return repeat('audit-sealer', everyMs, signal, async () => {
    const now = Date.now()
    const all = now - sweptAt >= sweepMs
    const more = await sealAudit(all ? 'all' : 'recent')
    if (all && !more) sweptAt = now
    if (!more && now - notedAt >= noteMs) {
      await noteAuditHead()
      notedAt = now
    }
    return more
  })
}
