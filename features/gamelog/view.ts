import type { Preflight, Source, SourceChange, SourceRequest } from '#features/gamelog/schema.ts'

/** In the address of their list. */
export const sourceFilterNames = ['q', 'tls'] as const
export type SourceFilter = { page: number; pageSize: number; sort?: string } & Partial<Record<(typeof sourceFilterNames)[number], string>>

/** What the form holds: text everywhere, empty for "not given". */
export type SourceForm = {
  name: string
  url: string
  prefix: string
  username: string
  password: string
  zone: string
  resetHour: number
  insecureTls: boolean
  nicknameField: string
  /** Name of an environment. */
  playerEnvironment: string
  playerTable: string
  playerUidColumn: string
  playerNicknameColumn: string
}

export const emptySource: SourceForm = {
  name: '',
  url: '',
  prefix: 'ds-logs-live-',
  username: '',
  password: '',
  zone: 'Asia/Seoul',
  resetHour: 0,
  insecureTls: false,
  nicknameField: '',
  playerEnvironment: '',
  playerTable: '',
  playerUidColumn: '',
  playerNicknameColumn: '',
}

/** A source as the form shows it; its password is never known here. */
export function formOf(source: Source): SourceForm {
  const { name, url, prefix, username, zone, resetHour, insecureTls, nicknameField, players } = source
  const linked = { playerEnvironment: players?.environment ?? '', playerTable: players?.table ?? '', playerUidColumn: players?.uidColumn ?? '' }
  const plain = { name, url, prefix, zone, resetHour, insecureTls, username: username ?? '', password: '', nicknameField: nicknameField ?? '' }
  return { ...plain, ...linked, playerNicknameColumn: players?.nicknameColumn ?? '' }
}

function playersOf(form: SourceForm): SourceRequest['players'] {
  if (!form.playerEnvironment) return null
  const { playerEnvironment: environment, playerTable: table, playerUidColumn: uidColumn, playerNicknameColumn } = form
  return { environment, table, uidColumn, nicknameColumn: playerNicknameColumn || null }
}

/** What request and change have in common. */
function plainOf(form: SourceForm) {
  const { name, url, prefix, zone, resetHour, insecureTls, nicknameField, password } = form
  const shared = { name: name.trim(), url: url.trim(), prefix, zone, resetHour, insecureTls, nicknameField: nicknameField.trim() || null }
  return { ...shared, players: playersOf(form), ...(password ? { password } : {}) }
}

/** The form as the API wants a new source: what was left empty is left out. */
export function requestOf(form: SourceForm): SourceRequest {
  return { ...plainOf(form), ...(form.username ? { username: form.username } : {}) }
}

/** The form as a change of `present`: what is as it was is left out, an emptied user name takes the sign-in away. */
export function changeOf(form: SourceForm, present: Source): SourceChange {
  const asked = { ...plainOf(form), username: form.username || null }
  const before = { ...plainOf(formOf(present)), username: present.username }
  const differs = ([name, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof typeof before])
  return Object.fromEntries(Object.entries(asked).filter(differs))
}

/** Which field of the form an error of the API belongs to. */
export const fieldOf: Readonly<Record<string, keyof SourceForm>> = {
  'players.environment': 'playerEnvironment',
  'players.table': 'playerTable',
  'players.uidColumn': 'playerUidColumn',
  'players.nicknameColumn': 'playerNicknameColumn',
}

/** Indices that the metrics read, largest first, and how many others share the prefix. */
export function indicesOf(found: Preflight): { used: Preflight['indices']; others: number } {
  const used = found.indices.filter((index) => index.family !== null).sort((a, b) => b.documents - a.documents)
  return { used, others: found.indices.length - used.length }
}
