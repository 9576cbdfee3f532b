import { z } from 'zod'
import { type Event, events } from '#core/notices/events.ts'
import { pageOf, paging } from '#core/shared/paging.ts'

export { events }

/** What a hook gets. Its id is the same in every attempt. */
export const message = z.looseObject({ id: z.string(), event: z.enum(events), at: z.iso.datetime() })
/** What a mail says. */
export const letter = z.object({ subject: z.string(), text: z.string() })

const chosen = z.array(z.enum(events)).min(1).max(events.length)
const name = z.string().trim().min(1).max(100)
const url = z.url({ protocol: /^https?$/ }).max(500)

export const hook = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    events: z.array(z.enum(events)),
    /** Null: of every environment, and of none. */
    environment: z.object({ id: z.string(), name: z.string() }).nullable(),
    active: z.boolean(),
    /** Until then messages carry a signature of the secret before this one, too. */
    oldSecretUntil: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    last: z.object({ at: z.iso.datetime(), status: z.int().nullable(), delivered: z.boolean() }).nullable(),
  })
  .meta({ id: 'Hook' })
/** `mail`: whether a mail server is set up, so that people are written to as well. */
export const hookList = pageOf(hook).extend({ mail: z.boolean() }).meta({ id: 'HookList' })
export const hookQuery = z.strictObject({ ...paging, q: z.string().trim().max(100).optional() })
/** The secret is shown this once. */
export const hookMade = hook.extend({ secret: z.string() }).meta({ id: 'HookMade' })
export const hookRequest = z.strictObject({ name, url, events: chosen, environment: z.string().max(100).nullable().default(null) }).meta({ id: 'HookRequest' })
export const hookChange = z
  .strictObject({ name, url, events: chosen, environment: z.string().max(100).nullable(), active: z.boolean() })
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

export type { Event }
export type Hook = z.infer<typeof hook>
export type HookList = z.infer<typeof hookList>
export type HookQuery = z.infer<typeof hookQuery>
export type HookMade = z.infer<typeof hookMade>
export type HookRequest = z.infer<typeof hookRequest>
export type HookChange = z.infer<typeof hookChange>
export type Delivery = z.infer<typeof delivery>
export type DeliveryPage = z.infer<typeof deliveryPage>
export type DeliveryQuery = z.infer<typeof deliveryQuery>
