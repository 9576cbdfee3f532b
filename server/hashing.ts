import 'server-only'
import { hash, verify } from '@node-rs/argon2'

/** So many passwords are hashed at once in one process: each takes 19 MiB and a core for some 20 ms, and the pages need cores as well. */
const mostAtOnce = 4
const waiting: (() => void)[] = []
let running = 0
let highest = 0
let begun = 0

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  highest = Math.max(highest, running)
  begun++
  try {
    return await work()
  } finally {
    // Whoever waits takes this place over; without anybody it is free again.
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, 2 passes, 1 lane. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }))

export const verifyPassword = (digest: string, password: string): Promise<boolean> => inTurn(() => verify(digest, password))

/** The most hashes that were ever under way at once in this process. */
export const mostHashesAtOnce = (): number => highest

/** How many passwords were hashed or compared since this process began: what an answer gives away by its time is told by this. */
export const hashesSoFar = (): number => begun
