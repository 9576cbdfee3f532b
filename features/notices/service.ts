import { randomUUID } from 'node:crypto'
import type { RefusalParams } from '#core/shared/refusal.ts'
import * as repository from '#features/notices/repository.ts'
import type { Event } from '#features/notices/schema.ts'
import { databaseNow } from '#features/runs/repository.ts'
import type { Tx } from '#server/database.ts'
import { mail, publicUrl } from '#server/env.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'
import { describeProblem, wordsIn } from '#server/http/problem.ts'

/**
 * What a mail tells: `about` is what it is about in the words of the console (a file, a table), `person` who did it, `when` it was due,
 * `note` the reason or comment given with it, `why` the refusal behind it, `outcome` how it ended where the event leaves that open, `href`
 * the page to look at.
 */
export type MailBody = {
  href: string
  about: string
  environment?: string | null
  person?: string
  when?: string
  note?: string
  why?: { code: string; params: RefusalParams }
  outcome?: string
}

/**
 * Tells the hooks that listen: a row for each in the transaction of what happened, sent by the workers when that is committed.
 * `environmentId` null: what happened concerns no game database. `body` becomes `data` of the message.
 */
export async function announce(
  tx: Tx,
  { event, environmentId, body }: { event: Event; environmentId: string | null; body: Prisma.InputJsonObject },
): Promise<void> {
  const hooks = await repository.hooksListening(tx, event, environmentId)
  if (hooks.length === 0) return
  const environment = environmentId === null ? null : await repository.findPlace(tx, environmentId)
  const message = messageOf(event, environment, body, await databaseNow(tx))
  await repository.insertDeliveries(
    tx,
    hooks.map((hookId) => ({ channel: 'hook', hookId, event, body: message })),
  )
}

/** The message as hooks get it; `at` is the database's time. Its id stays through all attempts, so that who is told twice can know it. */
export const messageOf = (event: Event, environment: { id: string; name: string } | null, data: Prisma.InputJsonObject, at: Date): Prisma.InputJsonObject => ({
  id: `msg_${randomUUID().replaceAll('-', '')}`,
  event,
  at: at.toISOString(),
  environment,
  data,
})

/** Writes to each of these people in the language of their choice; to nobody where no mail server is set up, nor to closed accounts. */
export async function mailTo(tx: Tx, { userIds, event, body }: { userIds: readonly string[]; event: Event; body: MailBody }): Promise<void> {
  if (!mail || userIds.length === 0) return
  const readers = await repository.readersAmong(tx, [...new Set(userIds)])
  await repository.insertDeliveries(
    tx,
    readers.map(({ email, locale }) => ({ channel: 'mail', recipient: email, event, body: letterOf(event, body, locale === 'en' ? 'en' : 'ko') })),
  )
}

/** Subject and text, as they are sent. */
function letterOf(event: Event, { href, why, environment, ...facts }: MailBody, locale: 'ko' | 'en'): Prisma.InputJsonObject {
  const words = wordsIn(locale)
  const values = { environment: environment ?? '', person: '', when: '', note: '', outcome: '', ...facts }
  const said = (part: string): string => words(`notices.mails.${event}.${part}`, values) ?? event
  const link = `${publicUrl}${href}`
  const note = facts.note ? [words('notices.mails.note', values) ?? facts.note] : []
  const reason = why ? [Object.values(describeProblem(why.code, why.params, locale)).join('\n')] : []
  return { subject: `[Quarterdeck] ${said('subject')}`, text: [said('text'), ...reason, ...note, link, words('notices.mails.foot') ?? ''].join('\n\n') }
}
