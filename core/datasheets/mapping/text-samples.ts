import { compareUtf8 } from '#core/shared/utf8.ts'

/** X, Y, Z, A, B, ... 0, 1, ... and then longer ones: texts that a person can read in a message. */
function* readable(): Generator<string> {
  for (let n = 33; n < 36; n++) yield n.toString(36).toUpperCase()
  for (let n = 10; n < 33; n++) yield n.toString(36).toUpperCase()
  for (let n = 0; n < 10; n++) yield String(n)
  for (let n = 0xac00; n < 0xac00 + 1_000; n++) yield String.fromCharCode(n)
  for (let n = 36; ; n++) yield n.toString(36).toUpperCase()
}

/** One text that is none of `taken`; none where the column is too short for another. */
export function textOther(taken: readonly string[], maxChars: number): string[] {
  const used = new Set(taken)
  for (const text of readable()) if (!used.has(text)) return text.length <= maxChars ? [text] : []
  return []
}

/** The least text above another that is no longer than the column allows, for one that is as long already. */
function successor(points: readonly string[]): string | null {
  const last = points.at(-1)?.codePointAt(0)
  if (last === undefined) return null
  if (last === 0x10ffff) return successor(points.slice(0, -1))
  // Surrogates are no characters.
  return points.slice(0, -1).join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1)
}

/** A text between two in the order of bytes, or above the first where there is no second; none where nothing fits. */
export function textAbove(low: string, high: string | null, maxChars: number): string[] {
  const points = [...low]
  const above = points.length < maxChars ? ['X', '0', ' ', '\u0000'].map((end) => low + end) : [successor(points.slice(0, maxChars))]
  const found = above.find((text) => text !== null && (high === null || compareUtf8(text, high) < 0)) ?? null
  return found === null ? [] : [found]
}

/** The members of a SET as the server writes them. */
const written = (labels: readonly string[], mask: number): string => labels.filter((_, n) => mask & (1 << n)).join(',')

/** Those of `literals` that a SET can hold, and one value more where there is one. */
export function enoughSets(labels: readonly string[], literals: readonly string[]): string[] {
  const possible = literals.filter((value) => value === '' || value === labels.filter((label) => value.split(',').includes(label)).join(','))
  const masks = Math.min(2 ** Math.min(labels.length, 30), literals.length + 1)
  const other = Array.from({ length: masks }, (_, mask) => written(labels, mask)).find((value) => !possible.includes(value))
  return [...possible, ...(other === undefined ? [] : [other])]
}
