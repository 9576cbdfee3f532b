import { tlsOf } from '#core/gamelog/tls.ts'
import type { Definition } from '#core/retention/definition.ts'
import { DAY_MS, type Range } from '#core/retention/window.ts'
import type { AnalysisRow } from '#features/retention/repository.ts'
import type { Receipt } from '#features/retention/schema.ts'
import type { SearchStats } from '#server/search/execute.ts'
import type { Found } from '#server/search/preflight.ts'
import type { Snapshot } from '#server/search/snapshot.ts'
import type { NicknameCounts } from '#workers/retention/nicknames.ts'
import type { Way } from '#workers/retention/players.ts'

/** What a finished analysis knows of itself. */
export type Done = {
  row: AnalysisRow
  settings: Definition
  window: Range
  found: Found
  snapshot: Snapshot
  startedAt: number
  loginsWithoutAccount: number | null
  pages: readonly { candidates: number; fresh: number; severalAccounts: number }[]
  spent: SearchStats
  named: readonly NicknameCounts[]
  ways: readonly Way[]
}

/** Where earlier logins are looked for. */
export const historyBefore = (window: Range, lookbackDays: number | null): Partial<Range> => ({
  to: window.from,
  ...(lookbackDays === null ? {} : { from: window.from - lookbackDays * DAY_MS }),
})

const iso = (ms: number): string => new Date(ms).toISOString()

/** Nothing before it can be known: the oldest login, or where the look-back begins when that is later. */
function horizonOf({ found, window, settings }: Done): string | null {
  if (found.horizon === null) return null
  const oldest = Date.parse(found.horizon)
  return iso(Math.max(oldest, historyBefore(window, settings.lookbackDays).from ?? oldest))
}

function nicknamesOf({ settings: { nickname }, named }: Done): Receipt['nicknames'] {
  const sum = (of: (counts: NicknameCounts) => number): number => named.reduce((total, counts) => total + of(counts), 0)
  return {
    field: nickname.field,
    table: nickname.table && `${nickname.table.table}.${nickname.table.nicknameColumn}`,
    fromLogs: sum(({ fromLogs }) => fromLogs),
    fromTable: sum(({ fromTable }) => fromTable),
    unknown: sum(({ unknown }) => unknown),
    unread: sum(({ unread }) => unread),
  }
}

/** The receipt of an analysis: all that is needed to judge and to repeat it. */
export function receiptOf(done: Done): Receipt {
  const { row, window, found, snapshot, settings, pages, spent } = done
  const sum = (of: (page: Done['pages'][number]) => number): number => pages.reduce((total, page) => total + of(page), 0)
  const { gapMs, sessionCapMs } = settings.activity
  return {
    definitionHash: row.definitionHash,
    source: { name: row.source.name, url: row.source.url, prefix: row.source.prefix, version: found.version, tls: tlsOf(row.source) },
    window: { from: iso(window.from), to: iso(window.to) },
    indices: found.indices.map(({ name, documents }) => ({ name, documents })),
    notCollected: found.missing,
    snapshotOpenedAt: iso(snapshot.openedAt),
    shards: snapshot.shards,
    documents: spent.documents,
    requests: spent.requests,
    bytes: spent.bytes,
    horizon: horizonOf(done),
    durationMs: Date.now() - done.startedAt,
    seenBefore: sum((page) => page.candidates) - sum((page) => page.fresh),
    severalAccounts: found.accountsUncounted ? null : sum((page) => page.severalAccounts),
    documentsWithoutUid: found.documentsWithoutUid,
    ...(done.loginsWithoutAccount === null ? {} : { loginsWithoutAccount: done.loginsWithoutAccount }),
    identity: settings.identity,
    activity: { gapSeconds: gapMs / 1000, sessionCapSeconds: sessionCapMs === null ? null : sessionCapMs / 1000 },
    metrics: settings.metrics.map(({ name, version }) => ({ name, version })),
    absentFields: found.absentFields,
    nicknames: nicknamesOf(done),
    measured: { byScripts: done.ways.filter((way) => way === 'scripts').length, byGroups: done.ways.filter((way) => way === 'groups').length },
  }
}
