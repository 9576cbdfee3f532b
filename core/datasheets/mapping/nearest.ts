import { foldName } from '#core/datasheets/mapping/names.ts'

/** Edits that turn one text into another (insert, delete, replace, swap of neighbours), or `bound` + 1 when there are more. */
export function editDistance(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) > bound) return bound + 1
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, n) => n)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : replaced
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced, swapped))
    }
    if (Math.min(...row) > bound && Math.min(...last) > bound) return bound + 1
    ;[before, last] = [last, row]
  }
  return Math.min(last[b.length] ?? 0, bound + 1)
}

/** The name that was probably meant: the closest of those that differ by a third of their letters at most. Null when none is close. */
export function nearestName(name: string, candidates: readonly string[]): string | null {
  const folded = foldName(name)
  const bound = Math.max(1, Math.floor(folded.length / 3))
  let best: { candidate: string; distance: number } | null = null
  for (const candidate of candidates) {
    const distance = editDistance(folded, foldName(candidate), best ? best.distance - 1 : bound)
    if (distance <= (best ? best.distance - 1 : bound)) best = { candidate, distance }
  }
  return best?.candidate ?? null
}
