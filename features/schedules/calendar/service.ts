import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { listEnvironments, toEnvironment } from '#features/environments/repository.ts'
import { listRunsByIds } from '#features/runs/export/repository.ts'
import { databaseNow, listRunsBetween } from '#features/runs/repository.ts'
import type { Run } from '#features/runs/schema.ts'
import { listActiveBefore, listFiringsBetween, listFiringsOfRuns } from '#features/schedules/calendar/repository.ts'
import { type Calendar, schedule, scheduleActs } from '#features/schedules/schema.ts'
import { dueTimesOf, takeTimes } from '#features/schedules/times/service.ts'
import type { Schedule } from '#server/generated/prisma/client.ts'

type Item = Calendar['items'][number]
type Span = { from: Date; to: Date }
type Part = { items: Item[]; cut: boolean }

const longestMs = 62 * 86_400_000
const most = { items: 3_000, schedules: 500, firings: 1_000, runs: 1_000 }

/** How many times of one schedule are looked for: all of an hourly one while there are few, those of a daily one always. */
const timesOfOne = (schedules: number): number => Math.max(45, Math.min(1_100, Math.floor(6_000 / Math.max(1, schedules))))

const actOf = (text: string) => schedule.shape.act.parse(text)

function ofSchedule(row: Schedule): Pick<Item, 'act' | 'title' | 'name' | 'schedule' | 'environment'> {
  const { environmentId, environment, environmentKind } = row
  const place = environmentId
    ? { id: environmentId, name: environment ?? '', kind: environmentKind === 'test' ? ('test' as const) : ('production' as const) }
    : null
  return { act: actOf(row.act), title: row.title as Item['title'], name: row.name, schedule: String(row.id), environment: place }
}

/** What is still to come: every schedule shows its first times in the span, so that one that is due every minute hides no other. */
async function planned({ from, to }: Span): Promise<Part> {
  const rows = await listActiveBefore(to, most.schedules + 1)
  const limit = timesOfOne(rows.length)
  let cut = rows.length > most.schedules
  const items = rows.slice(0, most.schedules).flatMap((row): Item[] => {
    const times = dueTimesOf(row)
    if (times instanceof Refusal || !row.nextAt) return []
    const after = Math.max(row.nextAt.getTime(), from.getTime()) - 1
    const found = takeTimes(row.cron === null ? () => [row.nextAt?.getTime() ?? 0] : times, after, limit + 1, to.getTime())
    cut ||= found.length > limit
    return found
      .filter((at) => at >= from)
      .slice(0, limit)
      .map((at) => ({ at: at.toISOString(), kind: 'planned', run: null, ...ofSchedule(row) }))
  })
  return { items, cut }
}

/** Times that were due and at which nothing was made. Those at which a run was made are shown by their runs. */
async function notDone({ from, to }: Span): Promise<Part & { started: bigint[] }> {
  const rows = await listFiringsBetween(from, to, most.firings + 1)
  const items = rows
    .slice(0, most.firings)
    .flatMap((row): Item[] =>
      row.outcome === 'started'
        ? []
        : [{ at: row.dueAt.toISOString(), kind: row.outcome === 'refused' ? 'refused' : 'skipped', run: null, ...ofSchedule(row.schedule) }],
    )
  const started = rows.slice(0, most.firings).flatMap(({ runId }) => (runId === null ? [] : [runId]))
  return { items, cut: rows.length > most.firings, started }
}

/** Runs of the kinds that a calendar shows, begun by hand or by a schedule; at the time when they were begun. */
async function done({ from, to }: Span, started: readonly bigint[]): Promise<Part> {
  const between = await listRunsBetween(scheduleActs, from, to, most.runs + 1)
  const here = new Set(between.map(({ id }) => id))
  const others = await listRunsByIds(started.filter((id) => !here.has(String(id))))
  const runs = [...between.slice(0, most.runs), ...others.filter(({ createdAt }) => new Date(createdAt) >= from && new Date(createdAt) < to)]
  const firings = new Map((await listFiringsOfRuns(runs.map(({ id }) => BigInt(id)))).map((row) => [String(row.runId), row.schedule]))
  const environments = new Map((await listEnvironments()).map((row) => [row.name, toEnvironment(row)]))
  const place = (run: Run): Item['environment'] => {
    const environment = environments.get(String(run.title.environment ?? run.title.to ?? ''))
    return environment ? { id: environment.id, name: environment.name, kind: environment.kind } : null
  }
  const items = runs.map((run): Item => {
    const row = firings.get(run.id)
    const facts = row ? ofSchedule(row) : { act: actOf(run.kind), name: null, schedule: null, environment: place(run), title: run.title }
    return { at: run.createdAt, kind: 'run', run: { id: run.id, state: run.state }, ...facts }
  })
  return { items, cut: between.length > most.runs }
}

/**
 * What is planned and what was, between two instants at most 62 days apart, in the order of time; at most 3,000 items, the earliest, and
 * whether there is more. "To come" is decided by the database's clock. Refuses calendar_span.
 */
export async function loadCalendar(_who: Principal, query: { from: string; to: string }): Promise<Calendar | Refusal> {
  const span = { from: new Date(query.from), to: new Date(query.to) }
  const longMs = span.to.getTime() - span.from.getTime()
  if (!(longMs > 0 && longMs <= longestMs)) return refuse('calendar_span', 422, { days: longestMs / 86_400_000 }, 'to')
  const now = await databaseNow()
  const to = await planned({ from: new Date(Math.max(span.from.getTime(), Math.min(now.getTime(), span.to.getTime()))), to: span.to })
  const missed = await notDone(span)
  const was = await done(span, missed.started)
  const items = [...to.items, ...missed.items, ...was.items].sort((a, b) => a.at.localeCompare(b.at))
  return { items: items.slice(0, most.items), cut: to.cut || missed.cut || was.cut || items.length > most.items }
}
