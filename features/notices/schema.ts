import { z } from 'zod'
import { pageOf, paging } from '#core/shared/paging.ts'

/** What hooks are told. Its title is the message `notices.events.<event>`. */
export const events = ['datasheets.applied', 'approvals.requested', 'approvals.decided', 'approvals.break_glass', 'hooks.test'] as const

const chosen = z.array(z.enum(events)).min(1).max(events.length)
const name = z.string().trim().min(1).max(100)

export const hook = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    events: z.array(z.enum(events)),
    /** Null: of every environment, and of none. */
    environment: z.object({ id: z.string(), name: z.string() }).nullable(),
    active: z.boolean(),
    createdAt: z.iso.datetime(),
    last: z.object({ at: z.iso.datetime(), status: z.int().nullable(), delivered: z.boolean() }).nullable(),
  })
  .meta({ id: 'Hook' })
export const hookList = z.object({ items: z.array(hook) }).meta({ id: 'HookList' })
/** The secret is shown this once. */
export const hookMade = hook.extend({ secret: z.string() }).meta({ id: 'HookMade' })
export const hookRequest = z
  .strictObject({ name, url: z.url().max(500), events: chosen, environment: z.string().max(100).nullable().default(null) })
  .meta({ id: 'HookRequest' })
export const hookChange = z
  .strictObject({ name, url: z.url().max(500), events: chosen, environment: z.string().max(100).nullable(), active: z.boolean() })
  .partial()
  .meta({ id: 'HookChange' })

export const delivery = z
  .object({
    id: z.string(),
    channel: z.enum(['mail', 'hook']),
    event: z.enum(events),
    to: z.string(),
    attempts: z.int(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    createdAt: z.iso.datetime(),
    deliveredAt: z.iso.datetime().nullable(),
    nextAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Delivery' })
export const deliveryPage = pageOf(delivery).meta({ id: 'DeliveryPage' })
export const deliveryQuery = z.strictObject({ ...paging, hook: z.string().max(36).optional(), state: z.enum(['waiting', 'delivered', 'failed']).optional() })

export type Event = (typeof events)[number]
export type Hook = z.infer<typeof hook>
export type HookMade = z.infer<typeof hookMade>
export type HookRequest = z.infer<typeof hookRequest>
export type HookChange = z.infer<typeof hookChange>
export type DeliveryPage = z.infer<typeof deliveryPage>
export type DeliveryQuery = z.infer<typeof deliveryQuery>
