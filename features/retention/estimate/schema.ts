import { z } from 'zod'

export const estimate = z
  .object({
    /** Logins within the window that name a player: exact. */
    logins: z.int(),
    /** Players who logged in within the window, new ones and others: an approximate count, off by a few percent. */
    players: z.int(),
    playersApproximate: z.literal(true),
    /** Documents of all indices from the window's beginning to the last day of its last player: no more can be visited by the day passes. */
    documents: z.number(),
    /** Oldest login: nothing before it can be known. */
    horizon: z.iso.datetime().nullable(),
    /** Families without an index: their metrics are not collected. */
    notCollected: z.array(z.string()),
    /** How long it may take, from past analyses of this source; null when there are none. */
    etaMs: z.number().nullable(),
    /** How many past analyses that is based on. */
    basedOn: z.int(),
  })
  .meta({ id: 'RetentionEstimate' })

export type Estimate = z.infer<typeof estimate>
