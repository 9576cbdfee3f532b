import type { RuleRow } from './check.ts'

/** What of a value counts in a key: its text folded as the collation does, its first characters only, its value without zeros at the end. */
export type KeyPart = (value: string) => string

const plain: KeyPart = (value) => value

/** How values of a column are told apart in keys. `prefix` is the number of characters that count; null when all do. */
export function keyPartOf(fold: ((value: string) => string) | undefined, prefix: number | null = null): KeyPart {
  if (prefix === null) return fold ?? plain
  const cut: KeyPart = (value) => (value.length <= prefix ? value : [...value].slice(0, prefix).join(''))
  return fold ? (value) => fold(cut(value)) : cut
}

/**
 * One text for the values of a key, the same for the same key and for no other. Null when one of them is NULL: such a key is like no other, and refers
 * to nothing.
 */
export function keyTextOf(row: RuleRow, places: readonly number[], parts: readonly KeyPart[]): string | null {
  if (places.length === 1) {
    const value = row[places[0] as number]
    return value == null ? null : (parts[0] as KeyPart)(value)
  }
  let text = ''
  for (const [n, place] of places.entries()) {
    const value = row[place]
    if (value == null) return null
    const part = (parts[n] as KeyPart)(value)
    text += `${part.length}:${part}`
  }
  return text
}
