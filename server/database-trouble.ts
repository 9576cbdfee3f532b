/** `away`: the server cannot be reached or is going down. `conflict`: another transaction was in the way. Both pass. */
export type DatabaseTrouble = 'away' | 'conflict'

// Prisma: cannot reach, timed out, closed, pool timeout, transaction could not begin. Node: the socket's own words.
const awayCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH'])
// Too many connections, shutdown under way, killed connection, gone away, lost during a query; the driver's own pool timeout.
const awayNumbers = new Set([1040, 1053, 1203, 1927, 2006, 2013, 45028])
const conflictCodes = new Set(['P2034'])
// Lock wait timeout, deadlock, record changed since it was read.
const conflictNumbers = new Set([1020, 1205, 1213])

type Layer = { code?: unknown; errno?: unknown; state?: unknown; sqlState?: unknown; cause?: unknown; meta?: { driverAdapterError?: unknown } }

/** What passes by itself about an error of the database, however deep the driver's words lie in it; null for every other error. */
export function troubleOf(error: unknown, depth = 0): DatabaseTrouble | null {
  if (typeof error !== 'object' || error === null || depth > 4) return null
  const { code, errno, state, sqlState, cause, meta } = error as Layer
  for (const told of [code, errno]) {
    if (conflictCodes.has(String(told)) || conflictNumbers.has(Number(told))) return 'conflict'
    if (awayCodes.has(String(told)) || awayNumbers.has(Number(told))) return 'away'
  }
  // SQLSTATE class 08: connection exception.
  if (/^08/.test(String(state ?? sqlState ?? ''))) return 'away'
  return troubleOf(meta?.driverAdapterError, depth + 1) ?? troubleOf(cause, depth + 1)
}
