import { runKinds } from '#core/runs/kinds.ts'
import { decideCommand, runCommands, runStates } from '#core/runs/state.ts'
import type { Run, RunCommand, RunDetail, RunPage, RunQuery, RunState } from '#features/runs/schema.ts'

/** What a screen asks of the list of runs; the API fills in the rest. */
export type RunFilter = Partial<RunQuery>

export type Tone = 'green' | 'red' | 'amber' | 'blue' | 'grey'

export const toneOf: Record<RunState, Tone> = {
  queued: 'grey',
  running: 'blue',
  pausing: 'amber',
  paused: 'amber',
  cancelling: 'amber',
  cancelled: 'grey',
  failed: 'red',
  succeeded: 'green',
}

const ended: readonly RunState[] = ['cancelled', 'failed', 'succeeded']
export const hasEnded = (run: Pick<Run, 'state'>): boolean => ended.includes(run.state)
/** States of runs that go on, as the list of runs wants them. */
export const unfinished = runStates.filter((state) => !ended.includes(state)).join(',')

/** Commands that would change something now; what is already on its way is not offered again. */
export function commandsFor(run: Pick<Run, 'state'>): RunCommand[] {
  return runCommands.filter((command) => {
    const decision = decideCommand(run.state, command, true)
    return decision.allowed && decision.to !== run.state
  })
}

/** Progress of the current stage in 0..100; null while the total is not known. */
export function percentOf(run: Pick<Run, 'state' | 'done' | 'total'>): number | null {
  if (run.state === 'succeeded') return 100
  if (run.total === null || run.total <= 0) return null
  return Math.min(100, Math.max(0, (run.done / run.total) * 100))
}

export type StageStep = { name: string; state: 'done' | 'now' | 'stopped' | 'waiting' }

/** The stages as steps: which are over, which is under way or where it stopped. */
export function stageSteps(run: Pick<Run, 'stages' | 'stage' | 'state'>): StageStep[] {
  const at = run.stage === null ? -1 : run.stages.indexOf(run.stage)
  return run.stages.map((name, index) => {
    if (run.state === 'succeeded' || index < at) return { name, state: 'done' }
    if (index > at) return { name, state: 'waiting' }
    return { name, state: run.state === 'failed' || run.state === 'cancelled' || run.state === 'paused' ? 'stopped' : 'now' }
  })
}

/** Milliseconds that a run has taken: to its end, or until now. Null before its start. */
export function elapsedMs(run: Pick<Run, 'startedAt' | 'finishedAt'>, nowMs: number): number | null {
  if (!run.startedAt) return null
  return Math.max(0, (run.finishedAt ? new Date(run.finishedAt).getTime() : nowMs) - new Date(run.startedAt).getTime())
}

/** The newer of two snapshots of the same run. */
export const newer = <Old extends Run>(old: Old, next: Run): Old => (next.revision > old.revision ? { ...old, ...next } : old)

export const withRun = (page: RunPage, next: Run): RunPage => ({ ...page, items: page.items.map((item) => (item.id === next.id ? newer(item, next) : item)) })

/** A snapshot seen as a run's page sees it; artefacts are not in the feed. */
export const asDetail = (run: Run): RunDetail => ({ ...run, artefacts: [] })

/** Where the outcome of a run is shown, when it has a page of its own. */
export function resultHref({ kind, id, result }: Pick<Run, 'kind' | 'id' | 'result'>): string {
  switch (kind) {
    case 'datasheets.diff':
    case 'datasheets.compare':
    case 'datasheets.derive':
      return ['/datasheets/plans', result?.plan].filter(Boolean).join('/')
    case 'datasheets.import':
      return ['/datasheets/imports', result?.import].filter(Boolean).join('/')
    case 'datasheets.export':
      return '/datasheets/export'
    case 'retention.analyse':
      return `/retention/${id}`
    default:
      return '/sample'
  }
}

/** How far back, in milliseconds. */
export const periods = { hour: 3_600_000, day: 86_400_000, week: 604_800_000, month: 2_592_000_000 } as const
const isPeriod = (text: string): text is keyof typeof periods => text in periods
const minuteMs = 60_000

type ListState = {
  page: number
  pageSize: number
  sort: string | null
  filters: Record<'q' | 'kind' | 'state' | 'by' | 'when', string | null>
}

/** What the address says, as the API wants it. `nowMs` is cut to the minute, so that the question stays the same for a while. */
export function filterOf({ page, pageSize, sort, filters }: ListState, nowMs: number): RunFilter {
  const { q, kind, state, by, when } = filters
  const known = runKinds.find((one) => one === kind)
  const from = when && isPeriod(when) ? new Date(Math.floor(nowMs / minuteMs) * minuteMs - periods[when]).toISOString() : undefined
  return {
    page,
    pageSize,
    sort: sort ?? '-createdAt',
    ...(q ? { q } : {}),
    ...(known ? { kind: known } : {}),
    ...(state ? { state } : {}),
    ...(by ? { by } : {}),
    ...(from ? { from } : {}),
  }
}
