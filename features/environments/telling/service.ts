import { type Principal, reachOf, roles } from '#core/shared/permissions.ts'
import { announce, mailTo } from '#features/notices/service.ts'
import type { Tx } from '#server/database.ts'

/** What was done to a production environment: it is a test one now, leads to another place, or is gone. */
export type Loosened = 'kind' | 'address' | 'removed'

/** What was loosened by a change; null: nothing that protects it. */
export function loosenedBy(before: { kind: string }, change: { kind?: string | undefined; url?: string | undefined }): Loosened | null {
  if (before.kind !== 'production') return null
  if (change.kind === 'test') return 'kind'
  return change.url === undefined ? null : 'address'
}

const agreeing = roles.filter((role) => reachOf(role, 'plans.approve') === 'everywhere')

/**
 * Tells all who may agree to changes of production, but for the one who did it, and the hooks: from then on what they protect may be changed
 * without them. In the transaction of the change.
 */
export async function tellLoosened(tx: Tx, who: Principal, { id, name }: { id: string; name: string }, outcome: Loosened): Promise<void> {
  const href = `/audit?object=${encodeURIComponent(`environment:${id}`)}`
  const readers = await tx.user.findMany({ where: { role: { in: agreeing }, disabledAt: null, id: { not: who.userId } }, select: { id: true } })
  await announce(tx, { event: 'environments.loosened', environmentId: id, body: { environment: id, name, outcome, person: who.name, href } })
  await mailTo(tx, {
    userIds: readers.map((reader) => reader.id),
    event: 'environments.loosened',
    body: { href, about: name, environment: name, person: who.name, outcome },
  })
}
