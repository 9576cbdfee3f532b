import { HOUR_MS, type HourCount } from '#core/retention/by-hour.ts'
import { db } from '#server/database.ts'

/** Players of a sheet by hour of first login; hours are shifted by `shiftMs` and none is named that has nobody. */
export async function countByHour(runId: bigint, shiftMs: number): Promise<HourCount[]> {
  const rows = await db.$queryRaw<{ hour: bigint; players: bigint; ripe: bigint; retained: unknown }[]>`
    SELECT (firstLoginMs + ${shiftMs}) DIV ${HOUR_MS} AS hour, COUNT(*) AS players, COUNT(retentionD1) AS ripe, COALESCE(SUM(retentionD1), 0) AS retained
    FROM retention_player WHERE runId = ${runId} GROUP BY 1 ORDER BY 1`
  return rows.map(({ hour, players, ripe, retained }) => ({ hour: Number(hour), players: Number(players), ripe: Number(ripe), retained: Number(retained) }))
}
