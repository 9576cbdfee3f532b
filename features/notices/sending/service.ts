import { judgeAnswer, judgeError, type Outcome } from '#core/notices/attempts.ts'
import { signedHeaders } from '#core/notices/signature.ts'
import { letter, message } from '#features/notices/schema.ts'
import * as repository from '#features/notices/sending/repository.ts'
import { log } from '#server/log.ts'
import { sendMail } from '#server/mail.ts'
import { postGuarded } from '#server/outbound-post.ts'
import { hookContext } from '#server/sealed/columns.ts'
import { SealError, unseal } from '#server/secrets.ts'

/** All of an attempt; far below the time that a delivery is held for. */
const limitMs = 10_000

export type Claimed = repository.Claimed
export const claimNext = repository.claimNext
export const sweepDeliveries = repository.deleteOld

/** The present secret, and the one before it while that still signs and can be read: it is no reason to send nothing. */
function secretsOf({ id, secretSealed, oldSecretSealed }: NonNullable<Claimed['hook']>, oldSigns: boolean): string[] {
  const secret = unseal(secretSealed, hookContext(id))
  if (!oldSecretSealed || !oldSigns) return [secret]
  try {
    return [secret, unseal(oldSecretSealed, hookContext(id))]
  } catch (error) {
    if (error instanceof SealError) return [secret]
    throw error
  }
}

async function callHook({ body, hook, claimedUntil }: Claimed): Promise<Outcome> {
  if (!hook) throw new Error('a delivery to a hook without its hook')
  // What was claimed until then was claimed now, by the database's clock.
  const nowMs = (claimedUntil?.getTime() ?? 0) - repository.claimMs
  const oldSigns = hook.oldSecretUntil !== null && hook.oldSecretUntil.getTime() > nowMs
  const text = JSON.stringify(body)
  const headers = signedHeaders(secretsOf(hook, oldSigns), message.parse(body).id, new Date(), text)
  return judgeAnswer(await postGuarded(hook.url, { ...headers, 'content-type': 'application/json', 'user-agent': 'Quarterdeck' }, text, limitMs))
}

async function writeMail({ id, body, recipient, createdAt }: Claimed): Promise<Outcome> {
  const status = await sendMail({ to: recipient ?? '', ...letter.parse(body) }, `notice-${id}-${createdAt.getTime()}`, limitMs)
  return { delivered: true, status }
}

async function attempt(claimed: Claimed): Promise<Outcome> {
  try {
    return await (claimed.channel === 'hook' ? callHook(claimed) : writeMail(claimed))
  } catch (error) {
    if (error instanceof SealError) return { delivered: false, status: null, error: 'sealed', final: true }
    return judgeError(error instanceof Error ? error : new Error(String(error)))
  }
}

/** Makes one attempt and writes down how it ended. What fails is tried again later; never throws for the other side's faults. */
export async function deliver(claimed: Claimed): Promise<void> {
  const outcome = await attempt(claimed)
  await repository.settle(claimed, outcome)
  const facts = { delivery: String(claimed.id), channel: claimed.channel, event: claimed.event, attempt: claimed.attempts, ...outcome }
  log[outcome.delivered ? 'info' : 'warn'](facts, outcome.delivered ? 'notice delivered' : 'notice not delivered')
}
