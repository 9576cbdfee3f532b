import 'server-only'
import { type LookupAddress, lookup } from 'node:dns'
import { connect, type LookupFunction, type Socket } from 'node:net'
import { isForbiddenAddress, plainHost } from '#core/shared/forbidden-address.ts'

/** Its code survives drivers that pass errors on; its message those that keep no more than the message. */
export class ForbiddenAddress extends Error {
  readonly code = 'ADDRESS_FORBIDDEN'
  constructor(host: string, address: string) {
    super(`forbidden address ${address} of ${host}`)
    this.name = 'ForbiddenAddress'
  }
}

/** The host that an error says was not connected to for its address; null for any other error. */
export const forbiddenHostOf = (message: string): string | null => /\bforbidden address \S+ of (\S+)/.exec(message)?.[1] ?? null

export type Resolver = (host: string, options: { all: true }, done: (error: Error | null, found: LookupAddress[]) => void) => void

/** For every socket that goes where somebody of the console said: what a name leads to is looked at when it is connected to, not before. */
export const guarded =
  (resolve: Resolver): LookupFunction =>
  (host, options, done) =>
    resolve(host, { ...options, all: true }, (error, found) => {
      const [first] = found ?? []
      if (error || !first) return done(error ?? new Error(`no address of ${host}`), '', 0)
      const forbidden = found.find(({ address }) => isForbiddenAddress(address))
      if (forbidden) return done(new ForbiddenAddress(host, forbidden.address), '', 0)
      return options.all ? done(null, found) : done(null, first.address, first.family)
    })

export const guardedLookup = guarded(lookup)

/** A host that is written as a number is never looked up, so it is looked at here. */
export function forbiddenLiteral(host: string): ForbiddenAddress | null {
  const plain = plainHost(host)
  return isForbiddenAddress(plain) ? new ForbiddenAddress(host, plain) : null
}

/** A socket to a host and port that somebody of the console named. @throws ForbiddenAddress at once for a number; for a name the socket fails with it. */
export function connectGuarded(host: string, port: number, through: LookupFunction = guardedLookup): Socket {
  const forbidden = forbiddenLiteral(host)
  if (forbidden) throw forbidden
  return connect({ host, port, lookup: through, noDelay: true })
}

/** Whether a host is, or now leads to, an address that nothing is asked of. A name that nobody knows now does not: it is looked at again when it is connected to. */
export async function leadsToForbidden(host: string, through: LookupFunction = guardedLookup): Promise<boolean> {
  if (forbiddenLiteral(host)) return true
  const error = await new Promise<Error | null>((resolve) => through(plainHost(host), {}, resolve))
  return error instanceof ForbiddenAddress
}
