import { marksOf } from '#core/retention/timeline.ts'
import type { PlayerEvent, PlayerEvents } from '#features/retention/timeline/schema.ts'

export const eventKey = ({ index, id }: Pick<PlayerEvent, 'index' | 'id'>): string => `${index}/${id}`

/** What a timeline shows, from top to bottom. `breakMs` is time without activity that was too long to count. */
export type TimelineRow =
  | { kind: 'day'; day: number }
  | { kind: 'break'; key: string; breakMs: number }
  | { kind: 'event'; event: PlayerEvent; gapMs: number | null; counted: boolean }

/** Rows of all pages that were read, and the milliseconds between their events that count as active time. */
export function timelineRows(pages: readonly PlayerEvents[]): { rows: TimelineRow[]; activeMs: number } {
  const first = pages[0]
  if (!first) return { rows: [], activeMs: 0 }
  const events = pages.flatMap((page) => page.items)
  const marks = marksOf(
    events.map(({ at, by }) => ({ at: Date.parse(at), active: by === 'uid' })),
    Date.parse(first.player.firstLoginAt),
    first.gapMs,
  )
  let activeMs = 0
  const rows = events.flatMap((event, at): TimelineRow[] => {
    const { day = null, gapMs = null, counted = false } = marks[at] ?? {}
    if (counted) activeMs += gapMs ?? 0
    return [
      ...(day === null ? [] : [{ kind: 'day' as const, day }]),
      ...(gapMs !== null && gapMs > first.gapMs ? [{ kind: 'break' as const, key: eventKey(event), breakMs: gapMs }] : []),
      { kind: 'event', event, gapMs, counted },
    ]
  })
  return { rows, activeMs }
}

const known = new Set(['@timestamp', 'uid', 'auth', 'type', 'country'])
const MOST_LETTERS = 140

/** What is telling about an event in one line: its body, and what else it has beside who and when. */
export function eventLine(document: Record<string, unknown> | null): string {
  if (document === null) return ''
  const { body, ...rest } = document
  const others = Object.fromEntries(Object.entries(rest).filter(([name]) => !known.has(name)))
  const told = [body, Object.keys(others).length > 0 ? others : undefined].filter((one) => one !== undefined)
  const text = told.map((one) => JSON.stringify(one)).join(' ')
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text
}
