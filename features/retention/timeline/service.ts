import { type Definition, readDefinition } from '#core/retention/definition.ts'
import { UNKNOWN } from '#core/retention/sheet.ts'
import { timelineRange } from '#core/retention/timeline.ts'
import { bigintId } from '#core/shared/ids.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, RunFailure, refuse } from '#core/shared/refusal.ts'
import { listEntries, recordAudit } from '#features/audit/repository.ts'
import { connectionOf } from '#features/gamelog/repository.ts'
import { findAnalysis } from '#features/retention/repository.ts'
import type { PlayerRow } from '#features/retention/schema.ts'
import { loadPlayer } from '#features/retention/sheet/service.ts'
import { readEvents, type Subject } from '#features/retention/timeline/repository.ts'
import type { EventsQuery, PlayerEvents } from '#features/retention/timeline/schema.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'

type Origin = { ip: string; requestId: string }

const action = 'retention.player'
/** Pages of one view come within this time: they are one act. */
const VIEW_MS = 15 * 60_000

/** A view of a player leaves one row in the audit, however many pages are turned. */
async function recordView(who: Principal, runId: string, uid: string, origin: Origin): Promise<void> {
  const object = `player:${uid}`.slice(0, 191)
  const filter = { who: who.userId, action, object, run: runId, from: new Date(Date.now() - VIEW_MS).toISOString() }
  const { total } = await listEntries(filter, { skip: 0, take: 1, ascending: false })
  if (total === 0) await db.$transaction((tx) => recordAudit(tx, { who, action, object, runId, detail: { uid }, ...origin }))
}

function subjectOf(row: PlayerRow, definition: Definition): Subject {
  const account = row.auth_id === UNKNOWN ? null : row.auth_id
  return { definition, uid: row.uid, account, firstMs: Date.parse(row.first_login_time) }
}

/**
 * Raw events of one player of a sheet, in order of time, by the identity of the analysis and from its log source as it is
 * now. Pages end between two instants. Leaves a row in the audit for each view. Refuses not_found, player_not_in_sheet, sheet_in_old_form, and what the source
 * refuses (source_unreachable, source_archived, ...).
 */
export async function listPlayerEvents(
  who: Principal,
  id: string,
  uid: string,
  query: EventsQuery,
  origin: Origin,
  signal?: AbortSignal,
): Promise<PlayerEvents | Refusal> {
  const runId = bigintId(id)
  const row = runId ? await findAnalysis(runId) : null
  const player = row ? await loadPlayer(who, id, uid, query.account) : refuse('not_found', 404)
  if (!row || player instanceof Refusal) return player as Refusal
  await recordView(who, id, player.uid, origin)
  const subject = subjectOf(player, readDefinition(row.definition))
  const { definition, firstMs } = subject
  const range = timelineRange(firstMs, definition.metrics)
  try {
    const { prefix: _, ...connection } = connectionOf(row.source)
    const client = openSearch(connection)
    try {
      const { gapMs, sessionCapMs } = definition.activity
      const found = await readEvents(client, subject, { range, query, signal })
      return {
        player: { uid: subject.uid, account: subject.account, firstLoginAt: new Date(firstMs).toISOString() },
        gapMs,
        sessionCapMs,
        range: { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() },
        ...found,
      }
    } finally {
      await client.close()
    }
  } catch (error) {
    if (error instanceof RunFailure) return error.refusal
    throw error
  }
}
