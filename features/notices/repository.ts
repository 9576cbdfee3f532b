import type { Event } from '#features/notices/schema.ts'
import { databaseNow } from '#features/runs/repository.ts'
import type { Tx } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'

/** What is written down to be sent: to a hook, or to an address. */
export type NewDelivery = { event: Event; body: Prisma.InputJsonObject } & ({ channel: 'hook'; hookId: string } | { channel: 'mail'; recipient: string })
export type Reader = { email: string; locale: string | null }

/** Due at once, by the clock that senders go by. */
export async function insertDeliveries(tx: Tx, deliveries: readonly NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return
  const now = await databaseNow(tx)
  await tx.delivery.createMany({ data: deliveries.map((delivery) => ({ ...delivery, createdAt: now, nextAt: now })) })
}

/** The hooks that are told of an event there. */
export async function hooksListening(tx: Tx, event: Event, environmentId: string | null): Promise<string[]> {
  const places = [{ environmentId: null }, ...(environmentId === null ? [] : [{ environmentId }])]
  const rows = await tx.hook.findMany({ where: { active: true, OR: places }, select: { id: true, events: true } })
  return rows.filter(({ events }) => Array.isArray(events) && events.includes(event)).map(({ id }) => id)
}

export async function findPlace(tx: Tx, environmentId: string): Promise<{ id: string; name: string } | null> {
  return tx.environment.findUnique({ where: { id: environmentId }, select: { id: true, name: true } })
}

/** Those of these people who can be written to. */
export const readersAmong = (tx: Tx, userIds: readonly string[]): Promise<Reader[]> =>
  tx.user.findMany({ where: { id: { in: [...userIds] }, disabledAt: null }, select: { email: true, locale: true } })
