/** What a cell takes (UTF-16 units). */
export const longestText = 32_767

/** A value that no sheet can hold: told with its place instead of being cut or changed. */
export class Unwritable extends Error {
  readonly code: 'export_control_character' | 'export_text_too_long'
  readonly params: Readonly<Record<string, string | number>>
  /** The place of its column among those that are written; null while nobody has said it. */
  at: number | null = null
  constructor(code: Unwritable['code'], params: Unwritable['params']) {
    super(`${code} ${JSON.stringify(params)}`)
    this.name = 'Unwritable'
    this.code = code
    this.params = params
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/

/** Refuses control characters, which reading refuses as well, by their names, and texts that are longer than a cell. */
export function assertWritable(text: string): void {
  if (text.length > longestText) throw new Unwritable('export_text_too_long', { length: text.length, most: longestText })
  const found = control.exec(text)
  if (!found) return
  const character = `U+${found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  throw new Unwritable('export_control_character', { character, position: found.index + 1 })
}
