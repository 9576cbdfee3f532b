import type { Preflight, SourceRequest } from '#features/gamelog/schema.ts'

/** What the form holds: text everywhere, empty for "not given". */
export type SourceForm = Required<Omit<SourceRequest, 'username' | 'password'>> & { username: string; password: string }

export const emptySource: SourceForm = {
  name: '',
  url: '',
  prefix: 'ds-logs-live-',
  username: '',
  password: '',
  zone: 'Asia/Seoul',
  resetHour: 0,
  insecureTls: false,
}

/** The form as the API wants it: what was left empty is left out. */
export function requestOf({ username, password, ...form }: SourceForm): SourceRequest {
  return { ...form, name: form.name.trim(), url: form.url.trim(), ...(username ? { username } : {}), ...(password ? { password } : {}) }
}

/** Indices that the metrics read, largest first, and how many others share the prefix. */
export function indicesOf(found: Preflight): { used: Preflight['indices']; others: number } {
  const used = found.indices.filter((index) => index.family !== null).sort((a, b) => b.documents - a.documents)
  return { used, others: found.indices.length - used.length }
}
