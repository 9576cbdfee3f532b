import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { feed, refusalOf } from '#core/datasheets/reading/testing/read.ts'
import type { XmlHandler } from '#core/datasheets/reading/xml.ts'
import type { XmlTag } from '#core/datasheets/reading/xml-tag.ts'

/** Writes down what it is told, texts in one piece. */
class Recorder implements XmlHandler {
  readonly seen: string[] = []
  #text = ''

  open(name: string, _depth: number, tag: XmlTag): boolean {
    this.#flush()
    this.seen.push(`<${name}${Array.from({ length: tag.count }, (_, i) => ` ${tag.nameOf(i)}=${tag.valueOf(i)}`).join('')}>`)
    return true
  }

  text(piece: string): void {
    this.#text += piece
  }

  close(name: string): void {
    this.#flush()
    this.seen.push(`</${name}>`)
  }

  #flush(): void {
    if (this.#text !== '') this.seen.push(this.#text)
    this.#text = ''
  }
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const read = (xml: string | Uint8Array, pieceBytes?: number): string => feed(new Recorder(), xml, pieceBytes).seen.join('')
const refused = (xml: string | Uint8Array) => refusalOf(() => read(xml))

const cases: [what: string, xml: string, seen: string][] = [
  ['nesting and empty elements', '<a><b/><c></c>x</a>', '<a><b></b><c></c>x</a>'],
  ['both quotes and white space', `<a b = "1"\n\tc='2 > 1' />`, '<a b=1 c=2 > 1></a>'],
  ['the five names and numbers', '<a b="&lt;&#65;">&amp;&quot;&apos;&gt;&#xAC00;&#x1F600;</a>', '<a b=<A>&"\'>가😀</a>'],
  ['CDATA as it stands', '<a><![CDATA[<&amp;>]] >]]>x<![CDATA[]]></a>', '<a><&amp;>]] >x</a>'],
  ['comments and instructions left out', '<?xml version="1.0" encoding="UTF-8"?><!-- <x> --><a>1<!-- - -> --><?p q?>2</a><!--end-->\n', '<a>12</a>'],
  ['line ends of any system', '<a>1\r\n2\r3\n4&#13;</a>', '<a>1\n2\n3\n4\r</a>'],
  ['prefixes of the format taken off', `<x:a xmlns:x="${MAIN}"><x:b/></x:a>`, `<a xmlns:x=${MAIN}><b></b></a>`],
  [
    'names of other formats kept apart',
    `<a xmlns:y="urn:y"><y:row/><row xmlns="urn:y"/><row/></a>`,
    '<a xmlns:y=urn:y><:y:row></:y:row><:row xmlns=urn:y></:row><row></row></a>',
  ],
  [
    'a prefix declared anew',
    `<a xmlns:p="urn:y"><p:b xmlns:p="${MAIN}"><p:c/></p:b><p:c/></a>`,
    `<a xmlns:p=urn:y><b xmlns:p=${MAIN}><c></c></b><:p:c></:p:c></a>`,
  ],
  ['a prefix that nobody declared', '<a><q:row/></a>', '<a><:q:row></:q:row></a>'],
  ['characters of four bytes in CDATA', '<a><![CDATA[😀😀😀😀😀😀]]></a>', '<a>😀😀😀😀😀😀</a>'],
  ['characters of four bytes', '<a b="가">😀나</a>', '<a b=가>😀나</a>'],
]

describe('XML', () => {
  it.each(cases)('%s', (_what, xml, seen) => {
    expect(read(xml)).toBe(seen)
  })

  it.each(cases)('in pieces of any size: %s', (_what, xml, seen) => {
    for (const size of [1, 2, 3, 5, 7, 11]) expect(read(xml, size)).toBe(seen)
  })

  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a/>', 'datasheet_doctype'],
    ['a document type in pieces of the text', '\n<!DOCTYPE a><a/>', 'datasheet_doctype'],
    ['an unknown name', '<a>&nbsp;</a>', 'datasheet_broken'],
    ['a reference without end', '<a>&amp</a>', 'datasheet_broken'],
    ['a reference to no character', '<a>&#0;</a>', 'datasheet_broken'],
    ['a reference to half a character', '<a>&#xD800;</a>', 'datasheet_broken'],
    ['a control character', '<a>\u0001</a>', 'datasheet_broken'],
    ['elements that cross', '<a><b></a></b>', 'datasheet_broken'],
    ['a close without open', '</a>', 'datasheet_broken'],
    ['two roots', '<a/><b/>', 'datasheet_broken'],
    ['text around the root', 'x<a/>', 'datasheet_broken'],
    ['text behind the root', '<a/>x', 'datasheet_broken'],
    ['nothing', '', 'datasheet_broken'],
    ['an end too early', '<a><b>', 'datasheet_broken'],
    ['a tag too early at its end', '<a b="1', 'datasheet_broken'],
    ['a comment without end', '<a><!-- </a>', 'datasheet_broken'],
    ['an attribute twice', '<a b="1" b="2"/>', 'datasheet_broken'],
    ['an attribute without quotes', '<a b=1/>', 'datasheet_broken'],
    ['attributes without space', '<a b="1"c="2"/>', 'datasheet_broken'],
    ['an attribute without value', '<a b/>', 'datasheet_broken'],
    ['a tag in a tag', '<a <b/>', 'datasheet_broken'],
    ['another encoding', '<?xml version="1.0" encoding="EUC-KR"?><a/>', 'datasheet_encoding'],
    ['a conditional section', '<a><![IGNORE[x]]></a>', 'datasheet_broken'],
  ])('%s is refused', (_what, xml, code) => {
    expect(refused(xml).code).toBe(code)
  })

  it('a refusal names the part and the place', () => {
    expect(refused('<a>\n<b></c></a>')).toEqual({ code: 'datasheet_broken', part: 'part.xml', at: 8, what: '</c></a>' })
  })

  it('bytes that are no UTF-8 are refused, not replaced', () => {
    expect(refused(Buffer.from([60, 97, 62, 0xff, 60, 47, 97, 62])).what).toBe('not UTF-8')
    expect(refused(Buffer.concat([Buffer.from('<a>가</a>').subarray(0, 5)])).code).toBe('datasheet_broken')
  })

  it('UTF-16 is read by its mark', () => {
    const little = Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a>가😀</a>', 'utf16le')
    const big = Buffer.from(little).swap16()
    for (const size of [1, 3, 4, 1000]) {
      expect(read(little, size)).toBe('<a>가😀</a>')
      expect(read(big, size)).toBe('<a>가😀</a>')
    }
  })

  it('a byte order mark of UTF-8 is left out', () => {
    expect(read('\uFEFF<a/>', 1)).toBe('<a></a>')
  })

  it('deep nesting and endless tags take no memory', () => {
    expect(refused('<a>'.repeat(1000)).what).toBe('nested too deeply')
    expect(refusalOf(() => read(`<a b="${'x'.repeat(3 << 20)}"/>`, 1 << 16)).what).toBe('a tag without end')
    expect(refused(`<a ${Array.from({ length: 300 }, (_, i) => `b${i}=""`).join(' ')}/>`).code).toBe('datasheet_broken')
  })

  it('a thousand namespaces at once are enough', () => {
    const declared = (many: number, child = '') =>
      `<a>${`<b ${Array.from({ length: 100 }, (_, i) => `xmlns:n${i}=""`).join(' ')}>`.repeat(many)}${child}${'</b>'.repeat(many)}</a>`
    expect(read(declared(10))).toContain('<b')
    expect(refused(declared(10, '<c xmlns="x"/>')).what).toBe('too many namespaces')
    expect(() => read(`<a>${'<b xmlns="x"></b>'.repeat(1001)}</a>`)).not.toThrow()
  })

  it('reads any text that is escaped, in pieces of any size', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '가', '😀', '&', '<', '>', '"', ']', ' ', '\n') })
    const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 20 }), (content, attribute, size) => {
        expect(read(`<a b="${escaped(attribute)}">${escaped(content)}</a>`, size)).toBe(`<a b=${attribute}>${content}</a>`)
      }),
    )
  })
})
