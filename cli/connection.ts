import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { given, stateDirectory } from '#cli/env.ts'

/** Base address of the console without a trailing slash; null when nothing says where it is. */
export type Connection = { url: string | null; token: string | null }

const tokenFile = z.object({ url: z.url({ protocol: /^https?$/ }), token: z.string().min(1), id: z.string().optional(), email: z.string().optional() })
type TokenFile = z.infer<typeof tokenFile>

const localFile = path.join(stateDirectory, 'token.json')
const loginFile = path.join(stateDirectory, 'login.json')

/**
 * The console to talk to: QD_URL and QD_TOKEN, else the login that `qd login` keeps, else the token file that `npm start`
 * leaves (both mode 600). A file's token is for the file's own address: with another QD_URL it is not sent.
 */
export function readConnection(): Connection {
  const local = readTokenFile(localFile)
  const login = readTokenFile(loginFile)
  const url = given.url ?? local?.url ?? login?.url ?? (given.token ? 'http://127.0.0.1:3300' : undefined)
  if (!url) return { url: null, token: null }
  const base = plainUrl(url) ?? url
  const own = [login, local].find((file) => file && plainUrl(file.url) === base)
  return { url: base, token: given.token ?? own?.token ?? null }
}

/** The login that is kept, if there is one. */
export const readLogin = (): TokenFile | undefined => readTokenFile(loginFile)

/** Keeps a login as the current one, readable by its owner only. */
export function keepLogin(login: { url: string; token: string; id: string; email: string }): void {
  forgetLogin()
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 })
  writeFileSync(loginFile, `${JSON.stringify(login)}\n`, { mode: 0o600 })
}

export const forgetLogin = (): void => rmSync(loginFile, { force: true })

function readTokenFile(file: string): TokenFile | undefined {
  try {
    return tokenFile.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
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
