/** What a text holds besides ordinary characters. */
export const SEEN = { control: 1, carriageReturn: 2, invisible: 4, mayCompose: 8, surrogate: 16, notAscii: 32 } as const

const isInvisible = (code: number): boolean =>
  (code >= 0x80 && code <= 0x9f) ||
  code === 0xad ||
  code === 0x034f ||
  code === 0x180e ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x2069) ||
  code === 0xfeff

function seenIn(code: number): number {
  if (code < 0x20 || code === 0x7f) return code === 0x09 || code === 0x0a ? 0 : code === 0x0d ? SEEN.carriageReturn : SEEN.control
  if (code >= 0xd800 && code <= 0xdfff) return SEEN.notAscii | SEEN.surrogate | SEEN.mayCompose
  if (isInvisible(code)) return SEEN.notAscii | SEEN.invisible
  return code >= 0x300 && !(code >= 0x4e00 && code <= 0x9fff) ? SEEN.notAscii | SEEN.mayCompose : SEEN.notAscii
}

/** One pass over a text: the union of what was seen. Printable ASCII and Hangul syllables, which nearly all texts are made of, cost two comparisons. */
export function scanText(text: string): number {
  let seen = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x20 && code < 0x7f) continue
    seen |= code >= 0xac00 && code <= 0xd7a3 ? SEEN.notAscii : seenIn(code)
  }
  return seen
}

/** Newlines as LF, which is how both sides of a comparison hold them. */
export const withLf = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text)

/** The first control or invisible character as `U+0001` with its place from 1. */
export function firstOf(text: string, kind: number): { character: string; position: number } {
  const at = [...text].findIndex((character) => (seenIn(character.codePointAt(0) ?? 0) & kind) !== 0)
  const code = [...text][at]?.codePointAt(0) ?? 0
  return { character: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`, position: at + 1 }
}
