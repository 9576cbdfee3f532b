import { DAY_MS } from './window.ts'

/** How far around the first login a timeline reaches: a day before it, and as many days after it as anything looks at. */
export const timelineRange = (firstMs: number, metrics: readonly { window: { toDay: number } }[]): { from: number; to: number } => ({
  from: firstMs - DAY_MS,
  to: firstMs + Math.max(2, ...metrics.map(({ window }) => window.toDay)) * DAY_MS,
})

/** Whole days since the first login: 0 is the first 24 hours, -1 the time before it. */
export const dayAt = (firstMs: number, at: number): number => Math.floor((at - firstMs) / DAY_MS)

/** An event as activity sees it: `active` is false for one that belongs to the player by a field of its body alone. */
export type TimedEvent = { at: number; active: boolean }

/**
 * What stands before an event in a timeline: its day where that is another than the last event's, and the time since the
 * event before it; `counted` when that time is active time, which is when both lie in day 0 and it is not beyond the limit.
 */
export type Mark = { day: number | null; gapMs: number | null; counted: boolean }

/**
 * One mark for each event, in their order. Events that are no activity have no gap and do not end one. `before` is what an
 * earlier page ended with, null at the beginning of the timeline.
 */
export function marksOf(events: readonly TimedEvent[], firstMs: number, gapMs: number, before: { at: number; day: number } | null = null): Mark[] {
  let last = before?.at ?? null
  let lastDay = before?.day ?? null
  return events.map(({ at, active }) => {
    const day = dayAt(firstMs, at)
    const mark: Mark = { day: day === lastDay ? null : day, gapMs: null, counted: false }
    lastDay = day
    if (!active) return mark
    if (last !== null) {
      mark.gapMs = at - last
      mark.counted = mark.gapMs <= gapMs && day === 0 && dayAt(firstMs, last) === 0
    }
    last = at
    return mark
  })
}

/**
 * How many events of a page that may have been cut may be shown: the next page begins after an instant, so that all events
 * of the last instant go to it, unless the page holds no other. Null when one instant alone fills the page.
 */
export function wholeInstants(instants: readonly number[], more: boolean): number | null {
  if (!more) return instants.length
  const last = instants.at(-1)
  const count = instants.indexOf(last ?? 0)
  return count > 0 ? count : null
}
