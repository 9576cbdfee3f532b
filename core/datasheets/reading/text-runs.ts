import type { ReadingCaps } from '#core/datasheets/reading/caps.ts'
import { unreadable } from '#core/datasheets/reading/unreadable.ts'
import { unescapeWorkbook, withLineFeeds } from '#core/datasheets/reading/xml-text.ts'

/** `_xHHHH_` is seven characters for one. */
const MOST_ESCAPED = 7

/** Collects the text of a cell from pieces and runs; refuses one that is longer than the cap before it takes memory. */
export class TextRuns {
  readonly #part: string
  readonly #most: number
  #run = ''
  #joined = ''

  constructor(part: string, caps: Pick<ReadingCaps, 'textLength'>) {
    this.#part = part
    this.#most = caps.textLength
  }

  begin(): void {
    this.#run = ''
    this.#joined = ''
  }

  add(piece: string): void {
    this.#run = this.#run === '' ? piece : this.#run + piece
    if (this.#run.length > this.#most * MOST_ESCAPED) throw this.#tooLong(this.#run.length, '')
  }

  /** `place` says whose text it is. */
  endRun(place: string): void {
    const run = this.#run.includes('_x') ? unescapeWorkbook(this.#run) : this.#run
    this.#joined = this.#joined === '' ? run : this.#joined + run
    this.#run = ''
    if (this.#joined.length > this.#most) throw this.#tooLong(this.#joined.length, place)
  }

  /** The whole, line ends as LF: a carriage return can still come from a reference or an escape. */
  joined(place: string): string {
    if (this.#run !== '') this.endRun(place)
    return withLineFeeds(this.#joined)
  }

  #tooLong(length: number, place: string): Error {
    return unreadable('datasheet_text_too_long', { part: this.#part, place: place || '-', length, most: this.#most })
  }
}
