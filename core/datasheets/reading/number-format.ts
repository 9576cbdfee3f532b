import type { CellStyle } from '#core/datasheets/cell.ts'

/** Formats that are never written down, by number (ECMA-376 18.8.30); 27 to 36 and 50 to 58 are the dates and times of Korean, Japanese and Chinese. */
const BUILT_IN: readonly (readonly [from: number, to: number, style: CellStyle])[] = [
  [14, 17, 'date'],
  [18, 21, 'time'],
  [22, 22, 'datetime'],
  [27, 31, 'date'],
  [32, 33, 'time'],
  [34, 36, 'date'],
  [45, 45, 'time'],
  [46, 46, 'duration'],
  [47, 47, 'time'],
  [50, 58, 'date'],
]

export const builtInStyle = (id: number): CellStyle => BUILT_IN.find(([from, to]) => id >= from && id <= to)?.[2] ?? 'plain'

const ELAPSED = /^(h+|m+|s+)$/i

/** What of a format code stands for digits of a date or time: quoted and escaped characters, fillers, colours, conditions and locales left out. */
function bareCode(section: string): { letters: string; elapsed: boolean } {
  let letters = ''
  let elapsed = false
  for (let i = 0; i < section.length; i++) {
    const character = section[i] as string
    if (character === '"') {
      const end = section.indexOf('"', i + 1)
      i = end < 0 ? section.length : end
    } else if (character === '\\' || character === '_' || character === '*') i++
    else if (character === '[') {
      const end = section.indexOf(']', i)
      const inside = section.slice(i + 1, end < 0 ? section.length : end)
      elapsed ||= ELAPSED.test(inside)
      i = end < 0 ? section.length : end
    } else letters += character.toLowerCase()
  }
  return { letters, elapsed }
}

/** The first section of a code, which is the one for positive numbers. A semicolon in quotes, brackets or after a backslash parts nothing. */
function firstSection(code: string): string {
  let quoted = false
  let bracketed = false
  for (let i = 0; i < code.length; i++) {
    const character = code[i]
    if (quoted) quoted = character !== '"'
    else if (bracketed) bracketed = character !== ']'
    else if (character === '"') quoted = true
    else if (character === '[') bracketed = true
    else if (character === '\\' || character === '_' || character === '*') i++
    else if (character === ';') return code.slice(0, i)
  }
  return code
}

/** `m` is minutes beside an hour or a second, else the month. */
function dateOrTime(letters: string): { date: boolean; time: boolean } {
  const tokens = letters.match(/am\/pm|a\/p|오전\/오후|上午\/下午|y+|m+|d+|h+|s+|g+|e+[+-]?|b+|a{3,}/g) ?? []
  const bare = tokens.filter((token) => !/^e+[+-]$/.test(token))
  let date = false
  let time = false
  bare.forEach((token, index) => {
    const letter = token[0]
    if (letter === 'h' || letter === 's' || token.includes('/')) time = true
    else if (letter !== 'm') date = true
    else if (token.length <= 2 && (bare[index - 1]?.startsWith('h') || bare[index + 1]?.startsWith('s'))) time = true
    else date = true
  })
  return { date, time }
}

/** What "General" is called in files of Excel in Korean, Chinese and Japanese, by writers that put it down as it is shown: its G is no era. */
const GENERAL = /general|g\/(?:표준|通用格式|標準)/g

/** What a custom format code shows a number as. */
export function styleOfCode(code: string): CellStyle {
  const { letters, elapsed } = bareCode(firstSection(code))
  if (elapsed) return 'duration'
  const { date, time } = dateOrTime(letters.replace(GENERAL, ''))
  if (date && time) return 'datetime'
  if (date) return 'date'
  return time ? 'time' : 'plain'
}
