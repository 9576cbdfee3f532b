/** Small facts about an act: names, counts, states. Never a secret. */
export type AuditFacts = { readonly [name: string]: string | number | boolean | null | readonly string[] }

/** What an audit row says, without its number and its signature. */
export type AuditContent = {
  at: Date
  userId: string | null
  userName: string
  via: string
  ip: string | null
  userAgent: string | null
  action: string
  object: string | null
  outcome: string
  requestId: string | null
  runId: bigint | null
  planId: string | null
  detail: unknown
  before: unknown
  after: unknown
}

/** Keys in order of their UTF-16 code units: MySQL's JSON type keeps another order than the one that was written. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value ?? null
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, one]) => [key, ordered(one)]))
}

/**
 * One text for one row, whichever server kept it: a JSON array of every column in a fixed order, instants in UTC to the
 * millisecond, keys of objects sorted. A new column goes to the end, and only when it is not null, so that old rows stay what they were.
 */
export function canonicalContent(row: AuditContent): string {
  const { at, userId, userName, via, ip, userAgent, action, object, outcome, requestId, runId, planId, detail, before, after } = row
  const links = [runId === null ? null : String(runId), planId]
  const facts = [detail, before, after].map(ordered)
  return JSON.stringify([at.toISOString(), userId, userName, via, ip, userAgent, action, object, outcome, requestId, ...links, ...facts])
}
