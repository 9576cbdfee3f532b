import { claimNext, deliver } from '#features/notices/sending/service.ts'
import { log } from '#server/log.ts'
import { repeat } from '#streams/repeat.ts'

const atOnce = 8

/**
 * Sends what is due, looking once a second; of several workers each delivery is in the hands of one. A hook gets one message
 * at a time from a worker, so that one which does not answer keeps nobody else waiting. Resolves when what is in hand is sent.
 */
export async function runNoticesSender(signal: AbortSignal): Promise<void> {
  const inHand = new Map<Promise<void>, string | null>()
  await repeat('notices-sender', 1_000, signal, async () => {
    if (inHand.size >= atOnce) await Promise.race(inHand.keys())
    const claimed = await claimNext([...inHand.values()].filter((hook) => hook !== null))
    if (!claimed) return false
    const sent: Promise<void> = deliver(claimed)
      .catch((error) => log.warn({ err: error, delivery: String(claimed.id) }, 'the end of an attempt was not written down'))
      .finally(() => inHand.delete(sent))
    inHand.set(sent, claimed.hookId)
    return true
  })
  await Promise.all(inHand.keys())
}
