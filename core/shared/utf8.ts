/** UTF-16 surrogates sort below U+E000..U+FFFF although the characters they make come after: shift them apart. */
const weight = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800)

/** Order of two texts by their UTF-8 bytes: negative, 0 or positive. Equal to Buffer.compare, without making buffers. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return weight(x) - weight(y)
  }
  return a.length - b.length
}

/** The least of `values` by UTF-8 bytes; null when there is none. */
export function leastUtf8(values: Iterable<string>): string | null {
  let least: string | null = null
  for (const value of values) if (least === null || compareUtf8(value, least) < 0) least = value
  return least
}
