import { broken, unreadable } from '#core/datasheets/reading/unreadable.ts'
import { type ElementName, ElementNames } from '#core/datasheets/reading/xml-names.ts'
import { isSpace, SPAN, XmlTag } from '#core/datasheets/reading/xml-tag.ts'
import { LONGEST_REFERENCE, unescapeXml, withLineFeeds } from '#core/datasheets/reading/xml-text.ts'

/** Elements inside of each other; a workbook needs about ten. */
const DEEPEST = 200
/** Characters of one tag with its attributes. */
const LONGEST_TAG = 1 << 20

/** What is told while a part is read. `depth` of the root is 1; an element without content is opened and closed. */
export interface XmlHandler {
  /** Answers whether the text right inside of the element is wanted. */
  open(name: string, depth: number, tag: XmlTag): boolean
  /** References are replaced and line ends are LF; one text may come in several pieces. */
  text(piece: string): void
  close(name: string, depth: number): void
}

const LT = 60
const GT = 62
const SLASH = 47
const BANG = 33
const QUESTION = 63
const AMP = 38

type Inside = 'content' | 'comment' | 'cdata'

/**
 * XML in windows of text. One unfinished tag at most is left over, so that memory does not grow with the part. Names come without their prefixes; no entity but the
 * five is known and a DOCTYPE is refused (`datasheet_doctype`), so that nothing can grow by itself or reach outside. What is not well-formed throws
 * `datasheet_broken` with the part and the place.
 */
export class XmlReader {
  readonly #part: string
  // Bound once: parts have handlers of many classes, and a call through each would be looked up every time.
  readonly #onOpen: XmlHandler['open']
  readonly #onText: XmlHandler['text']
  readonly #onClose: XmlHandler['close']
  readonly #tag: XmlTag
  readonly #names = new ElementNames()
  readonly #open: ElementName[] = []
  /** Whether the text of the open element of each depth is wanted; outside of the root it is not. */
  readonly #wanted: boolean[] = [false]
  #source = ''
  #bytes: Buffer = Buffer.alloc(0)
  #codes = new Uint16Array(0)
  /** How many characters of the part came before `#source`. */
  #base = 0
  #inside: Inside = 'content'
  #hadRoot = false

  constructor(part: string, handler: XmlHandler) {
    this.#part = part
    this.#onOpen = handler.open.bind(handler)
    this.#onText = handler.text.bind(handler)
    this.#onClose = handler.close.bind(handler)
    this.#tag = new XmlTag(part)
  }

  /** Reads a window of text and answers how many of its characters are done: the rest belongs at the beginning of the next one. */
  read(window: string): number {
    this.#source = window
    this.#tag.source = window
    this.#tag.base = this.#base
    this.#take(window)
    const done = this.#read()
    if (window.length - done > LONGEST_TAG) throw this.#broken(done, 'a tag without end')
    this.#base += done
    return done
  }

  /** The codes of the window's characters as numbers, of which a loop reads several in the time that a text gives one. A zero stands behind the last. */
  #take(window: string): void {
    if (this.#codes.length < window.length + 2) {
      const bytes = Buffer.allocUnsafeSlow((window.length * 2 + 2) * 2)
      this.#bytes = bytes
      this.#codes = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
    }
    this.#bytes.write(window, 0, 'utf16le')
    this.#codes[window.length] = 0
    this.#codes[window.length + 1] = 0
    this.#tag.codes = this.#codes
  }

  /** `rest` is what is left of the last window. */
  end(rest: string): void {
    this.#source = rest
    if (this.#open.length || !this.#hadRoot || this.#inside !== 'content' || rest.trim() !== '') throw this.#broken(rest.length, 'ends too early')
  }

  #broken(at: number, what?: string): Error {
    return broken(this.#part, this.#base + at + 1, what ?? this.#source.slice(at, at + 30))
  }

  /** Reads what is complete; answers how many characters that were. */
  #read(): number {
    const source = this.#source
    const codes = this.#codes
    const length = source.length
    let at = 0
    while (at < length) {
      if (this.#inside !== 'content') {
        const next = this.#skip(at)
        if (next < 0) return length + next + 1
        at = next
        continue
      }
      const wanted = this.#wanted[this.#open.length] as boolean
      const lt = wanted ? this.#text(at) : (codes[at] as number) === LT ? at : source.indexOf('<', at)
      if (lt < 0) return wanted ? length + lt + 1 : this.#outside(at, length)
      if (!this.#open.length) this.#outside(at, lt)
      if (lt + 1 >= length) return lt
      const code = codes[lt + 1] as number
      const next = code === SLASH ? this.#close(lt) : code === BANG ? this.#declaration(lt) : code === QUESTION ? this.#instruction(lt) : this.#openTag(lt)
      if (next < 0) return lt
      at = next
    }
    return length
  }

  /** Around the root there is nothing but white space. */
  #outside(from: number, to: number): number {
    if (!this.#open.length && this.#source.substring(from, to).trim() !== '') throw this.#broken(from)
    return to
  }

  /**
   * Hands over the text up to the next tag and answers where that is. Without one, all but an unfinished reference or line end is handed over and the
   * answer is negative: -1 when nothing is left, -2 when one character is, and so on.
   */
  #text(from: number): number {
    const source = this.#source
    const codes = this.#codes
    const length = source.length
    let at = from
    let plain = true
    for (; at < length; at++) {
      const code = codes[at] as number
      if (code > LT || (code > AMP && code < LT)) continue
      if (code === LT) break
      if (code === AMP || code === 13) plain = false
      else if (code < 32 && code !== 10 && code !== 9) throw this.#broken(at, `control character ${code}`)
    }
    if (at < length || plain) {
      if (at > from) this.#onText(plain ? source.substring(from, at) : this.#unescaped(from, at))
      return at < length ? at : -1
    }
    const end = this.#settled(from)
    if (end > from) this.#onText(this.#unescaped(from, end))
    return end - length - 1
  }

  /** Up to where a text that goes on can be handed over. */
  #settled(from: number): number {
    const source = this.#source
    const codes = this.#codes
    const length = source.length
    const amp = source.lastIndexOf('&')
    if (amp >= from && length - amp <= LONGEST_REFERENCE && source.indexOf(';', amp) < 0) return amp
    return (codes[length - 1] as number) === 13 ? length - 1 : length
  }

  #unescaped(from: number, to: number): string {
    return unescapeXml(withLineFeeds(this.#source.substring(from, to)), this.#part, this.#base + from + 1)
  }

  /** Comment or CDATA: answers where it ends, or the same negative numbers as a text. */
  #skip(from: number): number {
    const source = this.#source
    const codes = this.#codes
    const mark = this.#inside === 'cdata' ? ']]>' : '-->'
    const end = source.indexOf(mark, from)
    // The mark itself may be cut in two, and so may a line end or a character before it.
    let settled = end < 0 ? Math.max(from, source.length - mark.length) : end
    if (end < 0 && settled > from && ((codes[settled - 1] as number) === 13 || ((codes[settled] as number) & 0xfc00) === 0xdc00)) settled--
    if (this.#inside === 'cdata' && this.#wanted[this.#open.length] && settled > from) this.#onText(withLineFeeds(source.substring(from, settled)))
    if (end < 0) return settled - source.length - 1
    this.#inside = 'content'
    return end + mark.length
  }

  /** The encoding that a part declares must be one it can have been read in: UTF-8, or UTF-16 by its mark. */
  #instruction(lt: number): number {
    const end = this.#source.indexOf('?>', lt + 2)
    if (end < 0) return -1
    const encoding = /^<\?xml\s[^?]*encoding\s*=\s*["']([^"']{1,40})["']/.exec(this.#source.slice(lt, Math.min(end, lt + 200)))?.[1]
    if (encoding && !/^(utf-?8|utf-?16(le|be)?|us-ascii|ascii)$/i.test(encoding)) throw unreadable('datasheet_encoding', { part: this.#part, encoding })
    return end + 2
  }

  #begin(inside: Inside, lt: number, size: number): number {
    this.#inside = inside
    return lt + size
  }

  #declaration(lt: number): number {
    const source = this.#source
    if (source.startsWith('<!--', lt)) return this.#begin('comment', lt, 4)
    if (source.startsWith('<![CDATA[', lt)) {
      if (!this.#open.length) throw this.#broken(lt)
      return this.#begin('cdata', lt, 9)
    }
    if (source.startsWith('<!DOCTYPE', lt)) throw unreadable('datasheet_doctype', { part: this.#part })
    if (source.length - lt < 9 && ['<!--', '<![CDATA[', '<!DOCTYPE'].some((mark) => mark.startsWith(source.slice(lt)))) return -1
    throw this.#broken(lt)
  }

  #close(lt: number): number {
    const source = this.#source
    const codes = this.#codes
    const top = this.#open.at(-1)
    if (!top) throw this.#broken(lt)
    const { raw } = top
    let at = lt + 2
    if (source.length <= at + raw.length) return -1
    for (let i = 0; i < raw.length; i++) if ((codes[at++] as number) !== raw.charCodeAt(i)) throw this.#broken(lt)
    while (at < source.length && isSpace(codes[at] as number)) at++
    if (at >= source.length) return -1
    if ((codes[at] as number) !== GT) throw this.#broken(lt)
    this.#closed(top)
    return at + 1
  }

  #closed(top: ElementName): void {
    const depth = this.#open.length
    this.#open.pop()
    this.#onClose(top.name, depth)
    this.#names.leave(depth)
  }

  /** Reads a start tag; -1 when its end has not come yet. */
  #openTag(lt: number): number {
    const source = this.#source
    const codes = this.#codes
    const length = source.length
    let at = lt + 1
    for (; at < length; at++) {
      const code = codes[at] as number
      if (code <= GT && (code === GT || code === SLASH || isSpace(code))) break
    }
    if (at >= length) return -1
    const nameEnd = at
    if (nameEnd === lt + 1) throw this.#broken(lt)
    at = this.#tag.readAttributes(at, length)
    if (at < 0) return -1
    const empty = (codes[at] as number) === SLASH
    if (empty) {
      if (at + 1 >= length) return -1
      if ((codes[at + 1] as number) !== GT) throw this.#broken(at)
    }
    this.#opened(lt + 1, nameEnd, empty)
    return at + (empty ? 2 : 1)
  }

  #opened(nameStart: number, nameEnd: number, empty: boolean): void {
    if (this.#hadRoot && !this.#open.length) throw this.#broken(nameStart - 1, 'a second root')
    this.#hadRoot = true
    const depth = this.#open.length + 1
    this.#tag.at = this.#base + nameStart
    if (depth > DEEPEST) throw this.#broken(nameStart - 1, 'nested too deeply')
    if (this.#tag.count > 1 && this.#tag.repeats()) throw this.#broken(nameStart - 1, 'an attribute twice')
    this.#declareNames(depth)
    const name = this.#names.at(this.#source, nameStart, nameEnd)
    this.#open.push(name)
    this.#wanted[depth] = this.#onOpen(name.name, depth, this.#tag)
    if (empty) this.#closed(name)
  }

  #declareNames(depth: number): void {
    const { spans, count } = this.#tag
    for (let i = 0; i < count; i++) {
      const start = spans[i * SPAN] as number
      const size = (spans[i * SPAN + 1] as number) - start
      if (size < 5 || !this.#source.startsWith('xmlns', start)) continue
      if (size > 5 && (this.#codes[start + 5] as number) !== 58) continue
      if (!this.#names.declare(depth, this.#tag.nameOf(i).slice(6), this.#tag.valueOf(i))) throw this.#broken(start, 'too many namespaces')
    }
  }
}
