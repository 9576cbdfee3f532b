const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** Letters to change, add or drop to make one text of another; stops counting past `limit`. */
export function editDistance(a: string, b: string, limit = 32): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((next[j - 1] as number) + 1, (row[j] as number) + 1, (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length] as number
}

/** The candidate that a text was probably meant to be: the same but for case, width and spaces, or a few letters away. Null when none is near. */
export function nearestOf(text: string, candidates: readonly string[]): string | null {
  const wanted = folded(text.slice(0, 64))
  let best: { name: string; distance: number } | null = null
  for (const name of candidates.slice(0, 500)) {
    const distance = editDistance(wanted, folded(name.slice(0, 64)))
    if (best === null || distance < best.distance) best = { name, distance }
  }
  return best && best.distance <= Math.max(1, Math.floor(wanted.length / 3)) ? best.name : null
}
