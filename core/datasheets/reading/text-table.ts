const PAGE_BYTES = 1 << 20
/** Before each text: how many bytes it takes. */
const PREFIX_BYTES = 4
/** Texts that are kept ready, by the last bits of their number. */
const READY = 1 << 14

/**
 * Texts by number, kept as UTF-8 in large pages: a tenth of what as many text objects take. A text is made when it is asked for, and those asked for lately
 * are kept, because most cells repeat a few texts.
 */
export class TextTable {
  readonly #pages: Buffer[] = []
  #page: Buffer = Buffer.alloc(0)
  #used = PAGE_BYTES
  #places = new Float64Array(1024)
  #count = 0
  /** Texts that UTF-8 cannot hold: half of a surrogate pair, which a workbook may write as `_xD83D_`. */
  readonly #odd = new Map<number, string>()
  readonly #ready: (string | undefined)[] = new Array(READY)
  readonly #readyNumber = new Int32Array(READY).fill(-1)

  get count(): number {
    return this.#count
  }

  add(text: string): void {
    if (!text.isWellFormed()) this.#odd.set(this.#count, text)
    const most = text.length * 3 + PREFIX_BYTES
    if (this.#used + most > this.#page.length) this.#turn(most)
    const size = this.#page.write(text, this.#used + PREFIX_BYTES, 'utf8')
    this.#page.writeUInt32LE(size, this.#used)
    if (this.#count === this.#places.length) this.#grow()
    this.#places[this.#count++] = (this.#pages.length - 1) * PAGE_BYTES + this.#used
    this.#used += PREFIX_BYTES + size
  }

  /** The text with this number, from 0; undefined when there is none. */
  get(number: number): string | undefined {
    if (!(number >= 0 && number < this.#count)) return undefined
    const slot = number & (READY - 1)
    if (this.#readyNumber[slot] === number) return this.#ready[slot]
    const text = this.#odd.size ? (this.#odd.get(number) ?? this.#made(number)) : this.#made(number)
    this.#readyNumber[slot] = number
    this.#ready[slot] = text
    return text
  }

  #made(number: number): string {
    const place = this.#places[number] as number
    const page = this.#pages[Math.floor(place / PAGE_BYTES)] as Buffer
    const start = (place % PAGE_BYTES) + PREFIX_BYTES
    return page.toString('utf8', start, start + page.readUInt32LE(start - PREFIX_BYTES))
  }

  /** A text never crosses pages; one longer than a page has one of its own. */
  #turn(least: number): void {
    this.#page = Buffer.allocUnsafeSlow(Math.max(PAGE_BYTES, least))
    this.#pages.push(this.#page)
    this.#used = 0
  }

  #grow(): void {
    const larger = new Float64Array(this.#places.length * 2)
    larger.set(this.#places)
    this.#places = larger
  }
}
