import { z } from 'zod'

/** What one piece of the rotation did. `done` when nothing is left that a key at hand opens; else ask again, it goes on where it was. */
export const rotation = z
  .object({
    /** Id of the key that seals now. */
    keyId: z.string(),
    done: z.boolean(),
    columns: z.array(z.object({ column: z.string(), resealed: z.int(), left: z.int(), unreadable: z.int(), unreadableRows: z.array(z.string()) })),
  })
  .meta({ id: 'SecretRotation' })

export type Rotation = z.infer<typeof rotation>
