import { instantOf, wallClock } from '#core/shared/zoned.ts'
import type { Calendar } from '#features/schedules/schema.ts'
import { houseZone } from '#features/schedules/view.ts'

export type Item = Calendar['items'][number]
export const calendarViews = ['month', 'week', 'list'] as const
export type CalendarView = (typeof calendarViews)[number]
export const isCalendarView = (text: unknown): text is CalendarView => calendarViews.some((view) => view === text)

const dayMs = 86_400_000
const utcOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const dayOf = (utcMs: number): string => new Date(utcMs).toISOString().slice(0, 10)

/** A day of the calendar, `2026-11-21`, or what stands in for it. */
export const dayOr = (text: unknown, otherwise: string): string =>
  typeof text === 'string' && /^(20\d\d)-\d\d-\d\d$/.test(text) && !Number.isNaN(utcOf(text)) && dayOf(utcOf(text)) === text ? text : otherwise

export const addDays = (day: string, count: number): string => dayOf(utcOf(day) + count * dayMs)
export const today = (nowMs: number): string => wallClock(nowMs, houseZone).slice(0, 10)

const sunday = (day: string): string => addDays(day, -new Date(utcOf(day)).getUTCDay())
const firstOf = (day: string): string => `${day.slice(0, 7)}-01`

function firstOfNext(day: string): string {
  const at = new Date(utcOf(firstOf(day)))
  return dayOf(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1))
}

/** The days that are shown: whole weeks from Sunday on, or, as a list, the month itself. */
export function daysOf(view: CalendarView, day: string): string[] {
  const from = view === 'list' ? firstOf(day) : sunday(view === 'month' ? firstOf(day) : day)
  const last = view === 'week' ? addDays(from, 6) : addDays(firstOfNext(day), -1)
  const to = view === 'list' ? last : addDays(sunday(last), 6)
  return Array.from({ length: (utcOf(to) - utcOf(from)) / dayMs + 1 }, (_, index) => addDays(from, index))
}

/** The same view a month or a week earlier or later. */
export function stepped(view: CalendarView, day: string, by: 1 | -1): string {
  if (view === 'week') return addDays(day, 7 * by)
  return by === 1 ? firstOfNext(day) : firstOf(addDays(firstOf(day), -1))
}

const startOf = (day: string): string => new Date(instantOf(`${day} 00:00:00`, houseZone) ?? Number.NaN).toISOString()

/** From the first day's midnight to that after the last one, by the house's clock. */
export function spanOf(days: readonly string[]): { from: string; to: string } {
  const [first = '', last = first] = [days[0], days.at(-1)]
  return { from: startOf(first), to: startOf(addDays(last, 1)) }
}

/** What is drawn as one: a schedule's times of a day that are still to come stand together from the fourth on. */
export type Group = { item: Item; count: number }
const mostApart = 3

function grouped(items: readonly Item[]): Group[] {
  const plannedOf = (schedule: string | null) => items.filter((item) => item.kind === 'planned' && item.schedule === schedule)
  const together = new Set<string>()
  return items.flatMap((item): Group[] => {
    const same = item.kind === 'planned' ? plannedOf(item.schedule) : []
    if (same.length <= mostApart || item.schedule === null) return [{ item, count: 1 }]
    if (together.has(item.schedule)) return []
    together.add(item.schedule)
    return [{ item, count: same.length }]
  })
}

/** What stands on each day, by the house's clock, in the order of time. */
export function byDay(items: readonly Item[]): Map<string, Group[]> {
  const days = new Map<string, Item[]>()
  for (const item of items) {
    const day = wallClock(Date.parse(item.at), houseZone).slice(0, 10)
    days.set(day, [...(days.get(day) ?? []), item])
  }
  return new Map([...days].map(([day, all]) => [day, grouped(all)]))
}

/** `14:02` by the house's clock. */
export const clockOf = (at: string): string => wallClock(Date.parse(at), houseZone).slice(11, 16)

/** Where an item leads: to its run, else to its schedule. */
export const hrefOf = ({ run, schedule }: Item): string => (run ? `/runs/${run.id}` : `/schedules/${schedule}`)
