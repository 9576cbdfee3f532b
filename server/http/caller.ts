import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'

/** What a request says of its sender beside who he is. */
type Caller = { userAgent: string | null }

const mostCharacters = 300
const holder = globalThis as { qdCaller?: AsyncLocalStorage<Caller> }
holder.qdCaller ??= new AsyncLocalStorage()
const callers = holder.qdCaller

/** Runs the work of one request. The program that sent it is a fact of the request and of no act: no route has to pass it on, and none can forget it. */
export const withCaller = <T>(headers: Headers, work: () => Promise<T>): Promise<T> =>
  callers.run({ userAgent: headers.get('user-agent')?.slice(0, mostCharacters) || null }, work)

/** The program that sent the request being served, at most 300 characters; null outside of one. */
export const callersUserAgent = (): string | null => callers.getStore()?.userAgent ?? null
