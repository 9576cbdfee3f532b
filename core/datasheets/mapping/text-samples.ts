import { compareUtf8 } from '#core/shared/utf8.ts'

type Fits = (text: string) => boolean

/** X, Y, Z, A, B, ... 0, 1, ... and then longer ones: texts that a person can read in a message. */
function* readable(): Generator<string> {
  for (let n = 33; n < 36; n++) yield n.toString(36).toUpperCase()
  for (let n = 10; n < 33; n++) yield n.toString(36).toUpperCase()
  for (let n = 0; n < 10; n++) yield String(n)
  for (let n = 0xac00; n < 0xac00 + 1_000; n++) yield String.fromCharCode(n)
  for (let n = 36; ; n++) yield n.toString(36).toUpperCase()
}

/** One text that is none of `taken`; none where the column is too short for another. */
export function textOther(taken: readonly string[], fits: Fits): string[] {
  const used = new Set(taken)
  for (const text of readable()) if (!used.has(text)) return fits(text) ? [text] : []
  return []
}

/** A text between two neighbours in the order of bytes, where there is one that fits. */
export function textBetween(low: string, high: string | null, fits: Fits): string[] {
  if (high === null) return []
  const found = ['X', '0', ' ', '\u0000'].map((end) => low + end).find((text) => compareUtf8(text, high) < 0 && fits(text))
  return found === undefined ? nextOfSameLength(low, high, fits) : [found]
}

/** Where nothing can be appended: the next text of the same length. */
function nextOfSameLength(low: string, high: string, fits: Fits): string[] {
  const points = [...low]
  const last = points.pop()?.codePointAt(0) ?? 0
  const step = last === 0xd7ff ? 0xe000 : last + 1
  if (!points.length && last === 0) return []
  if (step > 0x10ffff) return []
  const text = points.join('') + String.fromCodePoint(step)
  return compareUtf8(text, high) < 0 && fits(text) ? [text] : []
}

/** A text above another. */
export const textBeyond = (low: string, fits: Fits): string[] => {
  const longer = `${low}X`
  return fits(longer) ? [longer] : nextOfSameLength(low, '\u{10ffff}\u{10ffff}', fits)
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
