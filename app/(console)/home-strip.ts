import type { Run } from '#features/runs/schema.ts'

/** Where a run lies on the strip of a day: both in 0..1 of the day, and the line it is drawn on. */
export type Bar<Of> = { run: Of; start: number; width: number; lane: number }

type Timed = Pick<Run, 'createdAt' | 'startedAt' | 'finishedAt'>

/** A run of a second must still be seen: at least this part of the day. */
const leastWidth = 0.012

/** Runs as bars over a day, each on the first line where it covers no other; what is over `lanes` shares the last line. */
export function barsOf<Of extends Timed>(runs: readonly Of[], day: { from: number; to: number }, nowMs: number, lanes: number): Bar<Of>[] {
  const length = day.to - day.from
  const part = (iso: string) => Math.min(1, Math.max(0, (Date.parse(iso) - day.from) / length))
  const now = Math.min(1, Math.max(0, (nowMs - day.from) / length))
  const ends: number[] = Array.from({ length: lanes }, () => Number.NEGATIVE_INFINITY)
  const sorted = [...runs].sort((a, b) => Date.parse(a.startedAt ?? a.createdAt) - Date.parse(b.startedAt ?? b.createdAt))
  return sorted.map((run) => {
    const start = Math.min(part(run.startedAt ?? run.createdAt), 1 - leastWidth)
    const width = Math.max(leastWidth, (run.finishedAt ? part(run.finishedAt) : now) - start)
    const free = ends.findIndex((end) => end <= start)
    const lane = free === -1 ? lanes - 1 : free
    ends[lane] = Math.max(ends[lane] ?? 0, start + width)
    return { run, start, width, lane }
  })
}
