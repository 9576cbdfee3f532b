/** How many characters are looked at for the first line. */
export const FIRST_LINE = 1 << 16

const DELIMITERS = [',', ';', '\t'] as const
const DECLARED = /^sep=([^\r\n"])(\r\n|\r|\n|$)/i

/**
 * The delimiter of a CSV file, as a character code: what a first line `sep=;` says (`skip` is its length), else whichever of comma, semicolon and tab the
 * first line has most of, outside of quotes. Null while the first line is not complete; `all` says that no more comes.
 */
export function detectDelimiter(text: string, all: boolean): { code: number; skip: number } | null {
  const counts = new Map<string, number>()
  let quoted = false
  let complete = all
  for (const character of text.slice(0, FIRST_LINE)) {
    if (character === '"') quoted = !quoted
    else if (!quoted && (character === '\n' || character === '\r')) {
      complete = true
      break
    } else if (!quoted) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  if (!complete) return null
  const declared = DECLARED.exec(text)
  if (declared) return { code: (declared[1] as string).charCodeAt(0), skip: declared[0].length }
  const best = DELIMITERS.reduce((one, other) => ((counts.get(other) ?? 0) > (counts.get(one) ?? 0) ? other : one))
  return { code: best.charCodeAt(0), skip: 0 }
}
