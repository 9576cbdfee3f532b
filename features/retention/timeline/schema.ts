import { z } from 'zod'
import { belongings } from '#core/retention/queries/timeline.ts'

/** Events of an instant are never torn apart, so a page may hold fewer than `limit`, or all of one busy instant. */
export const eventsQuery = z.strictObject({
  /** `next` of the page before. */
  after: z.iso.datetime().optional(),
  /** Log families with commas, `other` for indices of none; all when left out. */
  families: z.string().max(1_000).optional(),
  /** As in the sheet: tells rows of one uid apart. */
  account: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
})

export const playerEvents = z
  .object({
    player: z.object({ uid: z.string(), account: z.string().nullable(), firstLoginAt: z.iso.datetime() }),
    /** Gaps up to this one between events of the uid are active time, in day 0. */
    gapMs: z.int(),
    sessionCapMs: z.int().nullable(),
    /** [from, to): a day before the first login, and as far after it as the analysis looks. */
    range: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }),
    /** Events of the player in that range, by family, whatever is filtered; null: indices of no known family. */
    families: z.array(z.object({ family: z.string().nullable(), events: z.int() })),
    items: z.array(
      z.object({
        at: z.iso.datetime(),
        family: z.string().nullable(),
        index: z.string(),
        id: z.string(),
        /** Why it is an event of this player; only those by `uid` are active time. */
        by: z.enum(belongings),
        bytes: z.int(),
        /** The document; null where it is larger than 32 KiB. */
        document: z.record(z.string(), z.unknown()).nullable(),
      }),
    ),
    /** Events of the last instant that were left out because more than 1,000 share it. */
    leftOut: z.int(),
    /** Where the next page begins; null at the end. */
    next: z.iso.datetime().nullable(),
  })
  .meta({ id: 'PlayerEvents' })

export type EventsQuery = z.infer<typeof eventsQuery>
export type PlayerEvents = z.infer<typeof playerEvents>
export type PlayerEvent = PlayerEvents['items'][number]
