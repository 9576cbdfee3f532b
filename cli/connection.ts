import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { given, stateDirectory } from '#cli/env.ts'

/** Base address of the console without a trailing slash; null when nothing says where it is. */
export type Connection = { url: string | null; token: string | null }

const tokenFile = z.object({ url: z.url({ protocol: /^https?$/ }), token: z.string().min(1) })

/**
 * The console to talk to: QD_URL and QD_TOKEN, else the token file that `npm start` leaves (mode 600). The file's
 * token is for the file's own address: with another QD_URL it is not sent.
 */
export function readConnection(): Connection {
  const local = readTokenFile()
  const url = given.url ?? local?.url ?? (given.token ? 'http://127.0.0.1:3300' : undefined)
  if (!url) return { url: null, token: null }
  const base = plainUrl(url) ?? url
  const own = local && plainUrl(local.url) === base ? local.token : undefined
  return { url: base, token: given.token ?? own ?? null }
}

function readTokenFile(): z.infer<typeof tokenFile> | undefined {
  try {
    return tokenFile.safeParse(JSON.parse(readFileSync(path.join(stateDirectory, 'token.json'), 'utf8'))).data
  } catch {
    return undefined
  }
}

/** The address without user, password, query and fragment; undefined when it is none. */
export function plainUrl(address: string): string | undefined {
  const url = URL.parse(address)
  if (!url) return undefined
  url.username = ''
  url.password = ''
  url.search = ''
  url.hash = ''
  return url.href.replace(/\/+$/, '')
}

/** Whether the address is of this machine, so that starting the console here is the cure. */
export const loopback = (address: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(URL.parse(address)?.hostname ?? '')
