import { z } from 'zod'

export const session = z
  .object({
    id: z.string(),
    /** The one that asks. */
    current: z.boolean(),
    createdAt: z.iso.datetime(),
    seenAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .meta({ id: 'Session' })
export const sessionList = z.object({ items: z.array(session) }).meta({ id: 'SessionList' })

export type Session = z.infer<typeof session>
