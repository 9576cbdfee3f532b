import { randomUUID } from 'node:crypto'
import { type Delivery, type DeliveryQuery, events, type Hook, type HookChange } from '#features/notices/schema.ts'
import { databaseNow } from '#features/runs/repository.ts'
import { db, type Tx } from '#server/database.ts'
import type { Hook as HookRow, Prisma, Delivery as Row } from '#server/generated/prisma/client.ts'
import { hookContext } from '#server/sealed/columns.ts'
import { seal } from '#server/secrets.ts'

export type { HookRow }
/** Columns in their plain form. */
export type HookValues = { name: string; url: string; events: Hook['events']; environmentId: string | null }
/** What is undefined stays as it is. */
export type ChangedValues = { [Name in keyof HookValues]?: HookValues[Name] | undefined } & Pick<HookChange, 'active'>
type Last = { createdAt: Date; deliveredAt: Date | null; lastStatus: number | null }

const eventsOf = (row: HookRow): Hook['events'] => events.filter((event) => Array.isArray(row.events) && row.events.includes(event))

/** The row as the API shows it: without its secret. An environment that is gone keeps its place by its id: the hook hears nothing any more. */
const toHook = (row: HookRow, environments: ReadonlyMap<string, string>, last: Last | null): Hook => ({
  id: row.id,
  name: row.name,
  url: row.url,
  events: eventsOf(row),
  environment: row.environmentId === null ? null : { id: row.environmentId, name: environments.get(row.environmentId) ?? row.environmentId },
  active: row.active,
  oldSecretUntil: row.oldSecretUntil?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  last: last && { at: (last.deliveredAt ?? last.createdAt).toISOString(), status: last.lastStatus, delivered: last.deliveredAt !== null },
})

const withLast = { deliveries: { orderBy: { id: 'desc' }, take: 1 } } as const satisfies Prisma.HookInclude
const present = async (rows: Prisma.HookGetPayload<{ include: typeof withLast }>[], tx: Tx): Promise<Hook[]> => {
  const ids = rows.flatMap(({ environmentId }) => environmentId ?? [])
  const places = await tx.environment.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  const names = new Map(places.map(({ id, name }) => [id, name]))
  return rows.map(({ deliveries, ...row }) => toHook(row, names, deliveries[0] ?? null))
}

export const listHooks = async (): Promise<Hook[]> => present(await db.hook.findMany({ orderBy: { name: 'asc' }, include: withLast }), db)

export async function readHook(tx: Tx, id: string): Promise<Hook> {
  const [found] = await present([await tx.hook.findUniqueOrThrow({ where: { id }, include: withLast })], tx)
  if (!found) throw new Error(`hook ${id} is gone`)
  return found
}

/** An id wins over a name that looks like one. */
export async function findHook(nameOrId: string): Promise<HookRow | null> {
  const found = await db.hook.findMany({ where: { OR: [{ name: nameOrId }, { id: nameOrId }] } })
  return found.find((row) => row.id === nameOrId) ?? found[0] ?? null
}

export const countHooks = (): Promise<number> => db.hook.count()

/** @throws P2002 when the name is taken. */
export async function insertHook(tx: Tx, values: HookValues, secret: string, createdById: string): Promise<HookRow> {
  const id = randomUUID()
  const now = new Date()
  return tx.hook.create({ data: { ...values, id, secretSealed: seal(secret, hookContext(id)), createdById, createdAt: now, updatedAt: now } })
}

/** @throws P2002 when the name is taken. */
export const updateHook = (tx: Tx, id: string, { name, url, events: chosen, environmentId, active }: ChangedValues): Promise<HookRow> =>
  tx.hook.update({
    where: { id },
    data: {
      updatedAt: new Date(),
      ...(name === undefined ? {} : { name }),
      ...(url === undefined ? {} : { url }),
      ...(chosen === undefined ? {} : { events: chosen }),
      ...(environmentId === undefined ? {} : { environmentId }),
      ...(active === undefined ? {} : { active }),
    },
  })

/** The present secret becomes the old one, which signs too for so long; the one before it signs no more. */
export const renewSecret = async (tx: Tx, id: string, secret: string, oldSignsHours: number): Promise<void> =>
  void (await tx.$executeRaw`
    UPDATE notices_hook SET oldSecretSealed = secretSealed, oldSecretUntil = UTC_TIMESTAMP(3) + INTERVAL ${oldSignsHours} HOUR,
      secretSealed = ${seal(secret, hookContext(id))}, updatedAt = UTC_TIMESTAMP(3)
    WHERE id = ${id}`)

/** With all its deliveries. */
export const deleteHook = async (tx: Tx, id: string): Promise<void> => void (await tx.hook.delete({ where: { id } }))

const withHook = { hook: { select: { name: true } } } as const

const toDelivery = (row: Row & { hook: { name: string } | null }): Delivery => ({
  id: String(row.id),
  channel: row.channel === 'mail' ? 'mail' : 'hook',
  event: events.find((event) => event === row.event) ?? 'hooks.test',
  to: row.hook?.name ?? row.recipient ?? '',
  attempts: row.attempts,
  state: row.deliveredAt ? 'delivered' : row.failedAt ? 'failed' : 'waiting',
  lastStatus: row.lastStatus,
  lastError: row.lastError,
  createdAt: row.createdAt.toISOString(),
  deliveredAt: row.deliveredAt?.toISOString() ?? null,
  nextAt: row.nextAt?.toISOString() ?? null,
})

const states: Record<Delivery['state'], Prisma.DeliveryWhereInput> = {
  waiting: { deliveredAt: null, failedAt: null },
  delivered: { deliveredAt: { not: null } },
  failed: { failedAt: { not: null } },
}

/** The newest first. */
export async function pageOfDeliveries({ page, pageSize, hook, state }: DeliveryQuery): Promise<{ items: Delivery[]; total: number }> {
  const where: Prisma.DeliveryWhereInput = { ...(hook ? { hookId: hook } : {}), ...(state ? states[state] : {}) }
  const [rows, total] = await Promise.all([
    db.delivery.findMany({ where, orderBy: { id: 'desc' }, skip: (page - 1) * pageSize, take: pageSize, include: withHook }),
    db.delivery.count({ where }),
  ])
  return { items: rows.map(toDelivery), total }
}

/** Held still until the transaction ends. `inHand`: a sender is at it now. */
export async function lockDelivery(tx: Tx, id: bigint): Promise<{ state: Delivery['state']; inHand: boolean } | null> {
  const [held] = await tx.$queryRaw<{ inHand: bigint | number | null }[]>`
    SELECT claimedUntil > UTC_TIMESTAMP(3) AS inHand FROM notices_delivery WHERE id = ${id} FOR UPDATE`
  const row = held && (await tx.delivery.findUnique({ where: { id }, include: withHook }))
  return row ? { state: toDelivery(row).state, inHand: Number(held.inHand ?? 0) === 1 } : null
}

/** Due now. */
export async function makeDue(tx: Tx, id: bigint): Promise<Delivery> {
  return toDelivery(await tx.delivery.update({ where: { id }, data: { nextAt: await databaseNow(tx), failedAt: null }, include: withHook }))
}

export async function insertTest(tx: Tx, hookId: string, body: Prisma.InputJsonObject): Promise<Delivery> {
  const now = await databaseNow(tx)
  return toDelivery(await tx.delivery.create({ data: { channel: 'hook', hookId, event: 'hooks.test', body, createdAt: now, nextAt: now }, include: withHook }))
}
