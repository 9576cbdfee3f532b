import { readAddress, type TlsMode, writeAddress } from '#core/environments/address.ts'
import { identifierShape } from '#core/environments/identifiers.ts'
import { Refusal } from '#core/shared/refusal.ts'
import type { Environment, EnvironmentChange, EnvironmentKind, EnvironmentRequest } from '#features/environments/schema.ts'

export const environmentKinds = ['test', 'production'] as const
/** In the address of their list. */
export const environmentFilterNames = ['q', 'kind'] as const
export type EnvironmentFilter = { page: number; pageSize: number; sort?: string } & Partial<Record<(typeof environmentFilterNames)[number], string>>

/** Where it is, in one line. */
export const placeOf = ({ host, port, database }: NonNullable<Environment['address']>): string => `${host}:${port}/${database}`

/** What the form holds: the address in its parts, text everywhere. */
export type EnvironmentForm = {
  name: string
  kind: EnvironmentKind
  host: string
  port: number
  database: string
  user: string
  password: string
  tls: TlsMode
  tables: string[]
}

export const emptyEnvironment: EnvironmentForm = { name: '', kind: 'test', host: '', port: 3306, database: '', user: '', password: '', tls: 'off', tables: [] }

/** An environment as the form shows it; its password is never known here. */
export function formOf({ name, kind, address, tables }: Environment): EnvironmentForm {
  const { host = '', port = 3306, database = '', user = '', tls = 'off' } = address ?? {}
  return { name, kind, host, port, database, user, password: '', tls, tables }
}

export const isTableName = (name: string): boolean => identifierShape.test(name)

/** The whole address; a name that an address cannot hold is left for the server to refuse. */
function urlOf({ host, port, database, user, password, tls }: EnvironmentForm): string {
  return writeAddress({ host: host.trim(), port, database: database.trim(), user: user.trim(), password, tls })
}

/** Which fields of the form an address cannot be made of. */
export function addressFault(form: EnvironmentForm): 'host' | 'database' | 'user' | null {
  const read = readAddress(urlOf(form))
  if (!(read instanceof Refusal)) return null
  if (read.code === 'address_database') return 'database'
  return read.code === 'address_user' ? 'user' : 'host'
}

export const requestOf = (form: EnvironmentForm): EnvironmentRequest => ({ name: form.name.trim(), kind: form.kind, url: urlOf(form), tables: form.tables })

/** The form as a change of `present`: what is as it was is left out, the address too when no part of it was touched. */
export function changeOf(form: EnvironmentForm, present: Environment): EnvironmentChange {
  const asked = requestOf(form)
  const before = requestOf(formOf(present))
  const differs = ([name, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof EnvironmentRequest])
  return Object.fromEntries(Object.entries(asked).filter(differs))
}

/** The environment that a browser has chosen: by its cookie, else the first for tests, else the first; null when there is none. */
export function chosenOf(environments: readonly Environment[], id: string | undefined): Environment | null {
  return environments.find((one) => one.id === id) ?? environments.find((one) => one.kind === 'test') ?? environments[0] ?? null
}

/** Keeps the choice. */
export const chosenCookie = 'environment'
