/** How many rows about refusals one person may cause in a window, and how often the same refusal is worth a row. */
const windowMs = 60_000
const rowsPerPerson = 10
const rowsInAll = 120

type Window = { since: number; rows: number; left: number; seen: Set<string> }
export type RefusalBudget = { people: Map<string, Window>; all: Window }

const opened = (now: number): Window => ({ since: now, rows: 0, left: 0, seen: new Set() })
const over = (window: Window, now: number): boolean => now - window.since >= windowMs

export const refusalBudget = (now: number): RefusalBudget => ({ people: new Map(), all: opened(now) })

/**
 * Whether this refusal gets a row: the same one of the same person once a minute, at most 10 rows a minute for a person and
 * 120 for all, so that nobody can flood the audit by asking for what he may not have. `left` counts those of the person that
 * had no row since his last one. Changes the budget.
 */
export function takeRefusal(budget: RefusalBudget, userId: string, what: string, now: number): { record: false } | { record: true; left: number } {
  if (over(budget.all, now)) {
    budget.all = opened(now)
    // Whoever was quiet for a window is forgotten, so that the map does not grow.
    for (const [id, window] of budget.people) if (over(window, now) && window.left === 0) budget.people.delete(id)
  }
  const before = budget.people.get(userId)
  const window = before && !over(before, now) ? before : { ...opened(now), left: before?.left ?? 0 }
  budget.people.set(userId, window)
  if (window.seen.has(what) || window.rows >= rowsPerPerson || budget.all.rows >= rowsInAll) {
    window.left += 1
    return { record: false }
  }
  const { left } = window
  window.seen.add(what)
  window.rows += 1
  window.left = 0
  budget.all.rows += 1
  return { record: true, left }
}
