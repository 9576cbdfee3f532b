import { randomBytes } from 'node:crypto'
import { secretOf } from '#core/notices/signature.ts'
import { bigintId } from '#core/shared/ids.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { findEnvironment } from '#features/environments/repository.ts'
import * as repository from '#features/notices/hooks/repository.ts'
import type { Delivery, DeliveryPage, DeliveryQuery, Hook, HookChange, HookList, HookMade, HookQuery, HookRequest } from '#features/notices/schema.ts'
import { messageOf } from '#features/notices/service.ts'
import { databaseNow } from '#features/runs/repository.ts'
import { db } from '#server/database.ts'
import { mail } from '#server/env.ts'
import { leadsToForbidden } from '#server/outbound.ts'
import { sha256 } from '#server/secrets.ts'
import { unlessTaken } from '#server/taken-name.ts'

type Origin = { ip: string; requestId: string }

const mostHooks = 100
const secretBytes = 32
/** How long a secret that was renewed signs beside the new one. */
const oldSignsHours = 24
const objectOf = (id: string): string => `hook:${id}`

/** Where an address leads to: what comes after the host is a secret for many receivers. That it changed is seen by its digest. */
function placeText(url: string): string {
  const { origin, pathname, search } = new URL(url)
  return pathname === '/' && search === '' ? origin : `${origin}/… (sha256 ${sha256(url).slice(0, 12)})`
}

/** What the audit keeps of a hook: no secret. */
const factsOf = ({ name, url, events, environment, active }: Hook) => ({
  name,
  url: placeText(url),
  events: events.join(' '),
  environment: environment?.name ?? null,
  active,
})

async function urlFault(text: string | undefined): Promise<Refusal | null> {
  if (text === undefined) return null
  const url = new URL(text)
  if (url.username || url.password) return refuse('url_with_credentials', 400, {}, 'url')
  return (await leadsToForbidden(url.hostname)) ? refuse('address_forbidden', 422, { host: url.hostname }, 'url') : null
}

/** Undefined stays undefined: nothing was said of it. */
async function placeOf(nameOrId: string | null | undefined): Promise<{ environmentId?: string | null } | Refusal> {
  if (nameOrId === undefined) return {}
  if (nameOrId === null) return { environmentId: null }
  const found = await findEnvironment(nameOrId)
  return found ? { environmentId: found.id } : refuse('environment_unknown', 422, { environment: nameOrId }, 'environment')
}

/** They are few: a page is cut out of all of them. */
export async function pageOfHooks(_who: Principal, { page, pageSize, q }: HookQuery): Promise<HookList> {
  const wanted = (hook: Hook) => !q || [hook.name, hook.url].some((text) => text.toLowerCase().includes(q.toLowerCase()))
  const found = (await repository.listHooks()).filter(wanted)
  const items = found.slice((page - 1) * pageSize, page * pageSize)
  return { items, total: found.length, page, pageSize, countedAt: new Date().toISOString(), mail: mail !== null }
}

/** By id or name. */
export async function loadHook(_who: Principal, nameOrId: string): Promise<Hook | Refusal> {
  const row = await repository.findHook(nameOrId)
  return row ? repository.readHook(db, row.id) : refuse('not_found', 404)
}

/** The answer is the only place where its secret is ever shown. Refuses hooks_too_many, url_with_credentials, address_forbidden, environment_unknown, name_taken. */
export async function addHook(who: Principal, { environment, ...request }: HookRequest, origin: Origin): Promise<HookMade | Refusal> {
  if ((await repository.countHooks()) >= mostHooks) return refuse('hooks_too_many', 409, { most: mostHooks })
  const fault = await urlFault(request.url)
  if (fault) return fault
  const place = await placeOf(environment)
  if (place instanceof Refusal) return place
  const secret = secretOf(randomBytes(secretBytes))
  const values = { ...request, events: [...new Set(request.events)], environmentId: place.environmentId ?? null }
  return unlessTaken(request.name, () =>
    db.$transaction(async (tx) => {
      const { id } = await repository.insertHook(tx, values, secret, who.userId)
      const hook = await repository.readHook(tx, id)
      await recordAudit(tx, { who, action: 'hooks.add', object: objectOf(id), after: factsOf(hook), ...origin })
      return { ...hook, secret }
    }),
  )
}

/** Refuses what addHook refuses. What waits while a hook is off is sent when it is on again. */
export async function changeHook(who: Principal, nameOrId: string, change: HookChange, origin: Origin): Promise<Hook | Refusal> {
  const row = await repository.findHook(nameOrId)
  if (!row) return refuse('not_found', 404)
  const { environment, ...plain } = change
  const fault = await urlFault(plain.url)
  if (fault) return fault
  const place = await placeOf(environment)
  if (place instanceof Refusal) return place
  return unlessTaken(plain.name, () =>
    db.$transaction(async (tx) => {
      const before = factsOf(await repository.readHook(tx, row.id))
      await repository.updateHook(tx, row.id, { ...plain, ...place })
      const hook = await repository.readHook(tx, row.id)
      await recordAudit(tx, { who, action: 'hooks.change', object: objectOf(row.id), before, after: factsOf(hook), ...origin })
      return hook
    }),
  )
}

/**
 * Another secret, for one that leaked or has served its time; the answer is the only place where it is ever shown. The one before it signs
 * too for 24 hours, so that receivers can be given the new one meanwhile.
 */
export async function renewSecret(who: Principal, nameOrId: string, origin: Origin): Promise<HookMade | Refusal> {
  const row = await repository.findHook(nameOrId)
  if (!row) return refuse('not_found', 404)
  const secret = secretOf(randomBytes(secretBytes))
  return db.$transaction(async (tx) => {
    await repository.renewSecret(tx, row.id, secret, oldSignsHours)
    const hook = await repository.readHook(tx, row.id)
    const detail = { name: hook.name, oldSecretUntil: hook.oldSecretUntil }
    await recordAudit(tx, { who, action: 'hooks.renew', object: objectOf(row.id), detail, ...origin })
    return { ...hook, secret }
  })
}

/** With what still waits to be sent to it. */
export async function removeHook(who: Principal, nameOrId: string, origin: Origin): Promise<Refusal | undefined> {
  const row = await repository.findHook(nameOrId)
  if (!row) return refuse('not_found', 404)
  return db.$transaction(async (tx) => {
    const before = factsOf(await repository.readHook(tx, row.id))
    await repository.deleteHook(tx, row.id)
    await recordAudit(tx, { who, action: 'hooks.remove', object: objectOf(row.id), before, ...origin })
    return undefined
  })
}

/** Sends the event hooks.test to this hook, whatever it listens to. Refuses hook_inactive. */
export async function testHook(who: Principal, nameOrId: string, origin: Origin): Promise<Delivery | Refusal> {
  const row = await repository.findHook(nameOrId)
  if (!row) return refuse('not_found', 404)
  if (!row.active) return refuse('hook_inactive', 409, { name: row.name })
  return db.$transaction(async (tx) => {
    const { environment } = await repository.readHook(tx, row.id)
    const message = messageOf('hooks.test', environment, { hook: row.name, person: who.name }, await databaseNow(tx))
    const delivery = await repository.insertTest(tx, row.id, message)
    await recordAudit(tx, { who, action: 'hooks.test', object: objectOf(row.id), detail: { name: row.name, delivery: delivery.id }, ...origin })
    return delivery
  })
}

export async function pageOfDeliveries(_who: Principal, query: DeliveryQuery): Promise<DeliveryPage> {
  const { items, total } = await repository.pageOfDeliveries(query)
  return { items, total, page: query.page, pageSize: query.pageSize, countedAt: new Date().toISOString() }
}

/** Those of one hook, by its id or name. */
export async function deliveriesOf(who: Principal, nameOrId: string, query: DeliveryQuery): Promise<DeliveryPage | Refusal> {
  const row = await repository.findHook(nameOrId)
  return row ? pageOfDeliveries(who, { ...query, hook: row.id }) : refuse('not_found', 404)
}

/** Tries once more, now: what waits for its next attempt, or what was given up. Refuses delivery_arrived, delivery_in_hand. */
export async function retryDelivery(who: Principal, id: string, origin: Origin): Promise<Delivery | Refusal> {
  const number = bigintId(id)
  if (number === null) return refuse('not_found', 404)
  return db.$transaction(async (tx) => {
    const found = await repository.lockDelivery(tx, number)
    if (!found) return refuse('not_found', 404)
    if (found.state === 'delivered') return refuse('delivery_arrived', 409)
    if (found.inHand) return refuse('delivery_in_hand', 409)
    const delivery = await repository.makeDue(tx, number)
    await recordAudit(tx, { who, action: 'hooks.retry', object: `delivery:${id}`, detail: { to: delivery.to, event: delivery.event }, ...origin })
    return delivery
  })
}
