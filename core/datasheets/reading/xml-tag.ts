import { broken } from '#core/datasheets/reading/unreadable.ts'
import { unescapeXml, withLineFeeds } from '#core/datasheets/reading/xml-text.ts'

const LT = 60
const GT = 62
const SLASH = 47
const EQUALS = 61
const DOUBLE_QUOTE = 34
const SINGLE_QUOTE = 39

export const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9

/** `1`, `true` and `on` are all written for yes. */
export const isOn = (text: string | null): boolean => text === '1' || text === 'true' || text === 'on'

/** More attributes than any tag of a workbook has. */
const MOST_ATTRIBUTES = 200
/** Numbers that describe an attribute in `spans`: start and end of its name, start and end of its value. */
export const SPAN = 4

/** The start tag that was just read. It is used again for the next one: take what is needed at once. */
export class XmlTag {
  readonly part: string
  source = ''
  /** The same as numbers. */
  codes: Uint16Array = new Uint16Array(0)
  /** Where `source` begins in the part. */
  base = 0
  /** Where the tag stands in the part, from 1. */
  at = 0
  count = 0
  readonly spans = new Int32Array(MOST_ATTRIBUTES * SPAN)

  constructor(part: string) {
    this.part = part
  }

  /** Notes where the attributes stand, up to `>` or `/`, and answers where that is; -1 when it has not come yet. */
  readAttributes(from: number, length: number): number {
    const { codes, spans } = this
    let at = from
    let count = 0
    for (;;) {
      let code = codes[at] as number
      const spaced = isSpace(code)
      while (isSpace(code)) code = codes[++at] as number
      if (at >= length) return -1
      if (code === GT || code === SLASH) break
      if (!spaced || count === MOST_ATTRIBUTES) throw this.#broken(at)
      const start = at
      while (at < length && (code > GT || (code !== EQUALS && !isSpace(code)))) {
        if (code === LT || code === GT || code === SLASH) throw this.#broken(at)
        code = codes[++at] as number
      }
      const end = at
      while (isSpace(code)) code = codes[++at] as number
      if (at >= length) return -1
      if (code !== EQUALS || end === start) throw this.#broken(at)
      code = codes[++at] as number
      while (isSpace(code)) code = codes[++at] as number
      if (at >= length) return -1
      if (code !== DOUBLE_QUOTE && code !== SINGLE_QUOTE) throw this.#broken(at)
      const quote = code
      const value = ++at
      for (code = codes[at] as number; at < length && code !== quote; code = codes[++at] as number) if (code === LT) throw this.#broken(at)
      if (at >= length) return -1
      const slot = count++ * SPAN
      spans[slot] = start
      spans[slot + 1] = end
      spans[slot + 2] = value
      spans[slot + 3] = at++
    }
    this.count = count
    return at
  }

  #broken(at: number): Error {
    return broken(this.part, this.base + at + 1, this.source.slice(at, at + 30))
  }

  /** Value of the attribute with this name, whatever its prefix; null when it is missing. */
  attribute(name: string): string | null {
    for (let i = 0; i < this.count; i++) {
      const raw = this.nameOf(i)
      if (raw === name || (raw.endsWith(name) && raw.charCodeAt(raw.length - name.length - 1) === 58 && !raw.startsWith('xmlns:'))) return this.valueOf(i)
    }
    return null
  }

  nameOf(index: number): string {
    return this.source.substring(this.spans[index * SPAN] as number, this.spans[index * SPAN + 1] as number)
  }

  valueOf(index: number): string {
    const start = this.spans[index * SPAN + 2] as number
    const text = this.source.substring(start, this.spans[index * SPAN + 3] as number)
    return text.includes('&') || text.includes('\r') ? unescapeXml(withLineFeeds(text), this.part, this.base + start) : text
  }

  /** The same name twice: XML forbids it, and each reader would take another one. */
  repeats(): boolean {
    const { spans, count } = this
    for (let i = 1; i < count; i++)
      for (let j = 0; j < i; j++) {
        const size = (spans[i * SPAN + 1] as number) - (spans[i * SPAN] as number)
        if (size !== (spans[j * SPAN + 1] as number) - (spans[j * SPAN] as number)) continue
        if (
          size === 1
            ? this.source.charCodeAt(spans[i * SPAN] as number) === this.source.charCodeAt(spans[j * SPAN] as number)
            : this.nameOf(i) === this.nameOf(j)
        )
          return true
      }
    return false
  }
}
