import type { ColumnMapping } from '#core/datasheets/mapping/mapping.ts'

type Tokens = Pick<ColumnMapping, 'nullToken' | 'emptyToken'>

/** What exports write for NULL and for an empty text where the mapping names no token; the second where the mapping uses the first for something else. */
export const nullTokens = ['\\N', '\\NULL'] as const
export const emptyTokens = ['\\E', '\\EMPTY'] as const

/** Whether a text is one of those, or one that was escaped because it looked like one. */
export const isExportToken = (text: string): boolean => text.startsWith('\\') && /^\\{1,32}(?:N|NULL|E|EMPTY)$/.test(text)

/** What a token stands for; `text` is a text that only looked like one, without the backslash in front. */
export type Told = { is: 'null' } | { is: 'empty' } | { is: 'text'; text: string }

/** A token with any number of backslashes in front is a text, written with one backslash more. */
const isEscaped = (text: string, token: string): boolean => text.endsWith(token) && /^\\+$/.test(text.slice(0, text.length - token.length))

/** What a column's tokens make of texts; null when it has none. The answer is null for an ordinary text. */
export function tokenReader({ nullToken, emptyToken }: Tokens = {}): ((text: string) => Told | null) | null {
  const tokens = [nullToken, emptyToken].filter((token) => token !== undefined)
  if (tokens.length === 0) return null
  return (text) => {
    if (text === nullToken) return { is: 'null' }
    if (text === emptyToken) return { is: 'empty' }
    return tokens.some((token) => isEscaped(text, token)) ? { is: 'text', text: text.slice(1) } : null
  }
}

/** How a value is written in a file, so that reading it with the same tokens gives it back: the other direction of `tokenReader`. */
export function withTokens(value: string | null, { nullToken, emptyToken }: Tokens = {}): string {
  if (value === null) return nullToken ?? ''
  if (value === '') return emptyToken ?? ''
  return [nullToken, emptyToken].some((token) => token !== undefined && (value === token || isEscaped(value, token))) ? `\\${value}` : value
}
