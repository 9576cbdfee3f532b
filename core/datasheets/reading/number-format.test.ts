import { describe, expect, it } from 'vitest'
import { builtInStyle, styleOfCode } from '#core/datasheets/reading/number-format.ts'
import { Styles } from '#core/datasheets/reading/styles.ts'
import { feed, MAIN, refusalOf } from '#core/datasheets/reading/testing/read.ts'

describe('a format code', () => {
  it.each([
    ['General', 'plain'],
    ['G/표준', 'plain'],
    ['G/通用格式"元"', 'plain'],
    ['G/標準;G/標準', 'plain'],
    ['0', 'plain'],
    ['#,##0.00', 'plain'],
    ['0.00E+00', 'plain'],
    ['0%', 'plain'],
    ['# ?/?', 'plain'],
    ['@', 'plain'],
    ['"days: "0', 'plain'],
    ['0" h"', 'plain'],
    ['\\d0', 'plain'],
    ['[Red]0;[Blue]-0', 'plain'],
    ['_-"₩"* #,##0_-;-"₩"* #,##0_-', 'plain'],
    ['[$₩-412]#,##0', 'plain'],
    ['[>=100]0;General', 'plain'],
    ['yyyy-mm-dd', 'date'],
    ['yyyy"년" m"월" d"일"', 'date'],
    ['[$-412]yyyy"년" mm"월" dd"일" dddd', 'date'],
    ['m/d/yy', 'date'],
    ['mmm', 'date'],
    ['mm', 'date'],
    ['aaaa', 'date'],
    ['ggge"年"', 'date'],
    ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 'date'],
    ['yyyy-mm-dd;@', 'date'],
    ['h:mm', 'time'],
    ['h:mm:ss AM/PM', 'time'],
    ['[$-412]AM/PM h:mm', 'time'],
    ['mm:ss', 'time'],
    ['mm:ss.0', 'time'],
    ['h"시" mm"분" ss"초"', 'time'],
    ['yyyy-mm-dd hh:mm:ss', 'datetime'],
    ['YYYY-MM-DD HH:MM', 'datetime'],
    ['d.m.yyyy h:mm:ss.000', 'datetime'],
    ['[h]:mm', 'duration'],
    ['[hh]:mm:ss', 'duration'],
    ['[mm]:ss', 'duration'],
    ['[s].00', 'duration'],
    ['0;yyyy', 'plain'],
    ['"a;b"yyyy', 'date'],
    ['"', 'plain'],
    ['[', 'plain'],
    ['\\', 'plain'],
    ['', 'plain'],
  ])('%s shows a number as %s', (code, style) => {
    expect(styleOfCode(code)).toBe(style)
  })

  it.each([
    [0, 'plain'],
    [2, 'plain'],
    [14, 'date'],
    [20, 'time'],
    [22, 'datetime'],
    [31, 'date'],
    [32, 'time'],
    [37, 'plain'],
    [45, 'time'],
    [46, 'duration'],
    [49, 'plain'],
    [57, 'date'],
    [59, 'plain'],
  ])('the built-in number %i is %s', (id, style) => {
    expect(builtInStyle(id)).toBe(style)
  })
})

describe('the formats of a workbook', () => {
  it('are taken from the cell formats, not from those of named styles', () => {
    const xml = `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;년&quot;"/><numFmt numFmtId='14' formatCode='0.0'/></numFmts><cellStyleXfs><xf numFmtId="22"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="21"><alignment/></xf></cellXfs><dxfs><dxf><numFmt numFmtId="164" formatCode="0"/></dxf></dxfs></styleSheet>`
    for (const size of [1, 1000]) expect(feed(new Styles('part.xml'), xml, size).list()).toEqual(['plain', 'date', 'plain', 'time'])
  })

  it.each([`<styleSheet><cellXfs><xf numFmtId="x"/></cellXfs></styleSheet>`, '<worksheet/>'])('%s is refused', (xml) => {
    expect(refusalOf(() => feed(new Styles('part.xml'), xml)).code).toBe('datasheet_broken')
  })
})
