import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAIN, readStrings, refusalOf } from '#core/datasheets/reading/testing/read.ts'
import { TextTable } from '#core/datasheets/reading/text-table.ts'

const sst = (items: string): string => `<sst xmlns="${MAIN}" count="9" uniqueCount="9">${items}</sst>`

describe('shared texts', () => {
  it.each([
    ['plain and with space', '<si><t>a</t></si><si><t xml:space="preserve"> b </t></si>', ['a', ' b ']],
    ['empty ones keep their number', '<si/><si><t/></si><si><t></t></si><si><t>x</t></si>', ['', '', '', 'x']],
    ['runs joined', '<si><r><t>빨</t></r><r><rPr><color rgb="FFFF0000"/></rPr><t>강</t></r></si>', ['빨강']],
    ['ruby left out', '<si><t>漢字</t><rPh sb="0" eb="2"><t>カンジ</t></rPh><phoneticPr fontId="1"/></si>', ['漢字']],
    ['escapes', '<si><t>a_x000D_b_x0041_c_xZZZZ_d_x005F_x000D_e_x005f_f</t></si>', ['a\nbAc_xZZZZ_d_x000D_e_f']],
    ['an escape over two runs is none', '<si><r><t>_x00</t></r><r><t>0D_</t></r></si>', ['_x000D_']],
    ['emoji and escaped halves', '<si><t>😀_xD83D__xDE00_</t></si>', ['😀😀']],
    ['half a character', '<si><t>a_xD83D_b</t></si>', ['a\uD83Db']],
    ['line ends', '<si><t>1\r\n2&#13;3&#10;4</t></si>', ['1\n2\n3\n4']],
  ])('%s', (_what, items, texts) => {
    for (const size of [1, 4, 1000]) expect(readStrings(sst(items), {}, size)).toEqual(texts)
  })

  it('one that is too long is refused with its number, also when it comes in runs', () => {
    expect(refusalOf(() => readStrings(sst(`<si/><si><r><t>12345</t></r><r><t>678</t></r></si>`), { textLength: 7 }))).toEqual({
      code: 'datasheet_text_too_long',
      part: 'part.xml',
      place: '#1',
      length: 8,
      most: 7,
    })
  })

  it('more texts than cells are refused, empty ones too', () => {
    expect(refusalOf(() => readStrings(sst('<si/>'.repeat(4)), { cells: 3 }))).toMatchObject({ code: 'datasheet_too_many_cells', cells: 4, most: 3 })
    expect(readStrings(sst('<si/>'.repeat(3)), { cells: 3 })).toHaveLength(3)
  })

  it('a text without end takes no memory', () => {
    expect(refusalOf(() => readStrings(sst(`<si><t>${'x'.repeat(1 << 20)}</t></si>`), {}, 1 << 12)).length).toBeLessThan(300_000)
  })

  it('another root is refused', () => {
    expect(refusalOf(() => readStrings('<worksheet/>')).code).toBe('datasheet_broken')
  })
})

describe('the table of texts', () => {
  it('gives back each text by its number, over many pages and in any order', () => {
    const table = new TextTable()
    const texts = Array.from({ length: 40_000 }, (_, index) => `글 ${index} ${'가'.repeat(index % 90)}`)
    for (const text of texts) table.add(text)
    expect(table.count).toBe(40_000)
    expect(Array.from({ length: 40_000 }, (_, index) => table.get(39_999 - index))).toEqual(texts.toReversed())
    expect([table.get(40_000), table.get(-1), table.get(Number.NaN)]).toEqual([undefined, undefined, undefined])
  })

  it('holds any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 50 })), (texts) => {
        const table = new TextTable()
        for (const text of texts) table.add(text)
        expect(texts.map((_, index) => table.get(index))).toEqual(texts)
      }),
    )
  })

  it('holds a text that is longer than a page', () => {
    const table = new TextTable()
    const long = '가'.repeat(1_000_000)
    for (const text of ['a', long, 'b']) table.add(text)
    expect([table.get(0), table.get(1) === long, table.get(2)]).toEqual(['a', true, 'b'])
  })
})
