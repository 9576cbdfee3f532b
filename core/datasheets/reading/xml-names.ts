/** Namespaces whose elements this reader knows, in both editions of the format, and none at all. */
const KNOWN = new Set([
  '',
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  'http://purl.oclc.org/ooxml/spreadsheetml/main',
  'http://schemas.openxmlformats.org/package/2006/relationships',
  'http://schemas.openxmlformats.org/package/2006/content-types',
])
/** Namespaces that are declared at once; a workbook needs about twenty, and each name is looked up among all of them. */
const MOST_DECLARED = 1000
/** Names that are remembered; a file with more different ones is odd, but may be read. */
const MOST_REMEMBERED = 1000

/** A name as it is written, and what it means: without prefix where the namespace is known, else with a colon that no known name has. */
export type ElementName = { raw: string; name: string }
type Declaration = { depth: number; prefix: string; uri: string }

/** What element names mean while namespaces come and go. */
export class ElementNames {
  #declared: Declaration[] = []
  #short = new Map<number, ElementName>()
  #long = new Map<string, ElementName>()

  /** Answers whether there is room for it. */
  declare(depth: number, prefix: string, uri: string): boolean {
    this.#declared.push({ depth, prefix, uri })
    this.#forget()
    return this.#declared.length <= MOST_DECLARED
  }

  /** An element of this depth ends, and with it what it declared. */
  leave(depth: number): void {
    if (!this.#declared.length || (this.#declared.at(-1) as Declaration).depth < depth) return
    this.#declared = this.#declared.filter((declaration) => declaration.depth < depth)
    this.#forget()
  }

  /** The name that stands in `source` from `start` to `end`; names of up to three letters are found without making a text. */
  at(source: string, start: number, end: number): ElementName {
    const size = end - start
    if (size > 3) return this.#longName(source.substring(start, end))
    const code = source.charCodeAt(start) + (size > 1 ? source.charCodeAt(start + 1) * 0x100 : 0) + (size > 2 ? source.charCodeAt(start + 2) * 0x10000 : 0)
    const known = code < 0x1000000 ? this.#short.get(code) : undefined
    if (known && known.raw.length === size) return known
    const found = this.#longName(source.substring(start, end))
    this.#short.set(code, found)
    return found
  }

  #longName(raw: string): ElementName {
    const known = this.#long.get(raw)
    if (known) return known
    if (this.#long.size >= MOST_REMEMBERED) this.#forget()
    const found = this.#meaning(raw)
    this.#long.set(raw, found)
    return found
  }

  #meaning(raw: string): ElementName {
    const colon = raw.indexOf(':')
    const prefix = colon < 0 ? '' : raw.slice(0, colon)
    const uri = this.#declared.findLast((declaration) => declaration.prefix === prefix)?.uri
    const known = uri === undefined ? prefix === '' : KNOWN.has(uri)
    return { raw, name: known ? (INTERNED.get(raw.slice(colon + 1)) ?? raw.slice(colon + 1)) : `:${raw}` }
  }

  #forget(): void {
    this.#short.clear()
    this.#long.clear()
  }
}

/** The same text objects as in the code that compares with them: compared by address. */
const INTERNED = new Map(['row', 'c', 'v', 'f', 'is', 't', 'r', 'rPh', 'si'].map((name) => [name, name]))
