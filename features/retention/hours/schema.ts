import { z } from 'zod'

/** First logins by hour of the source's clock, with day-1 retention of each hour. */
export const hoursAnswer = z
  .object({
    zone: z.string(),
    items: z.array(
      z.object({
        at: z.iso.datetime(),
        players: z.int(),
        /** Players whose day 1 was over. */
        ripe: z.int(),
        retained: z.int(),
        /** In 0..1; null where nobody is ripe. */
        rateD1: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'RetentionByHour' })

export type HoursAnswer = z.infer<typeof hoursAnswer>
