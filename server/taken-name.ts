import 'server-only'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

/** Does the work; where a unique name keeps the database from it, the refusal name_taken is said at the field instead. */
export async function unlessTaken<T>(name: string | undefined, work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return refuse('name_taken', 409, { name: name ?? '' }, 'name')
    throw error
  }
}
