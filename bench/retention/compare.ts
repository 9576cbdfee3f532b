import { metricNames, type SheetRow, statusOf } from '#core/retention/sheet.ts'

/** How many players are missing or too many, and in how many rows each column differs from the truth. */
export type Comparison = { missing: number; extra: number; columns: { name: string; wrong: number }[] }

function cellsOf(row: SheetRow): Record<string, string | number | null> {
  const { account, nickname, firstMs, country, device, activeSeconds, metrics } = row
  const status = statusOf(metrics.retention_d1 ?? null)
  const metric = Object.fromEntries(metricNames.map((name) => [name, metrics[name] ?? null]))
  return { auth_id: account, nickname, first_login_time: firstMs, retention_status: status, country, device, active_seconds: activeSeconds, ...metric }
}

export function compareSheets(found: readonly SheetRow[], truth: readonly SheetRow[]): Comparison {
  const known = new Map(found.map((row) => [row.uid, cellsOf(row)]))
  const wrong = new Map<string, number>()
  let missing = 0
  for (const row of truth) {
    const cells = known.get(row.uid)
    if (!cells) missing++
    else for (const [name, value] of Object.entries(cellsOf(row))) if (cells[name] !== value) wrong.set(name, (wrong.get(name) ?? 0) + 1)
  }
  const uids = new Set(truth.map((row) => row.uid))
  const extra = found.filter((row) => !uids.has(row.uid)).length
  return { missing, extra, columns: [...wrong].map(([name, count]) => ({ name, wrong: count })) }
}

export const isEqual = ({ missing, extra, columns }: Comparison): boolean => missing === 0 && extra === 0 && columns.length === 0

export function verdictOf(comparison: Comparison): string {
  if (isEqual(comparison)) return 'all 17 columns equal'
  const { missing, extra, columns } = comparison
  return [
    ...(missing ? [`${missing} players missing`] : []),
    ...(extra ? [`${extra} who are not new`] : []),
    ...columns.map(({ name, wrong }) => `${name} ${wrong} wrong`),
  ].join(', ')
}
