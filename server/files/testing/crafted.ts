import { type BookForm, MAIN } from '#server/files/testing/workbooks.ts'

/** What another reader makes of a cell where it is wrong: the value it gives, or the words of its error. */
type Wrong = Record<string, string | null> | string

export type Crafted = {
  what: string
  form: BookForm
  /** Kind, formula sign, format and characters of each cell of the first sheet. */
  cells: Record<string, string>
  wrong?: { exceljs?: Wrong; hucre?: Wrong }
}

const row = (cells: string): string => `<row r="1">${cells}</row>`
const inline = (address: string, inside: string): string => `<c r="${address}" t="inlineStr"><is>${inside}</is></c>`
const DATES = '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>'
const XFS = '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'

/** The cases in which readers of workbooks differ, each with the right answer. */
export const crafted: Crafted[] = [
  {
    what: 'digits that no double holds',
    form: {
      sheets: {
        S: row('<c r="A1"><v>9007199254740993</v></c><c r="B1"><v>12345678901234.5678</v></c><c r="C1"><v>0.10000000000000001</v></c><c r="D1"><v>1E3</v></c>'),
      },
    },
    cells: { A1: 'number 9007199254740993', B1: 'number 12345678901234.5678', C1: 'number 0.10000000000000001', D1: 'number 1E3' },
  },
  {
    what: 'numbers kept as text',
    form: { sheets: { S: row(`${inline('A1', '<t>007</t>')}${inline('B1', '<t> 1 </t>')}${inline('C1', '<t>9007199254740993</t>')}`) } },
    cells: { A1: 'text 007', B1: 'text  1 ', C1: 'text 9007199254740993' },
  },
  {
    what: 'dates and times of the 1900 calendar',
    form: {
      sheets: {
        S: row('<c r="A1" s="1"><v>46347</v></c><c r="B1" s="2"><v>46347.99998842593</v></c><c r="C1" s="3"><v>1.5</v></c><c r="D1"><v>46347</v></c>'),
      },
      styles: DATES + XFS,
    },
    cells: { A1: 'number/date 46347', B1: 'number/datetime 46347.99998842593', C1: 'number/duration 1.5', D1: 'number 46347' },
    wrong: { exceljs: { C1: '1899-12-31 12:00:00' }, hucre: { C1: '1900-01-01 12:00:00' } },
  },
  {
    what: 'dates of the 1904 calendar',
    form: { sheets: { S: row('<c r="A1" s="1"><v>44885</v></c>') }, styles: DATES + XFS, date1904: true },
    cells: { A1: 'number/date 44885' },
  },
  {
    what: 'ISO dates',
    form: { sheets: { S: row('<c r="A1" t="d" s="2"><v>2026-11-21T10:20:30</v></c>') }, styles: DATES + XFS },
    cells: { A1: 'date/datetime 2026-11-21T10:20:30' },
    wrong: { exceljs: { A1: '1905-07-18 00:00:00' }, hucre: { A1: '2026-11-21T10:20:30' } },
  },
  {
    what: 'booleans, and what formulas gave: false, 0 and an empty text',
    form: {
      sheets: {
        S: row(
          '<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><f>1=2</f><v>0</v></c><c r="C1"><f>1-1</f><v>0</v></c><c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="str"><f>"가"</f><v>가</v></c>',
        ),
      },
    },
    cells: { A1: 'boolean 1', B1: 'boolean= 0', C1: 'number= 0', D1: 'text= ', E1: 'text= 가' },
    wrong: { exceljs: { B1: null, C1: null, D1: null } },
  },
  {
    what: 'formulas without a stored result',
    form: { sheets: { S: row('<c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v></v></c><c r="C1"><v>1</v></c>') } },
    cells: { A1: 'empty= ', B1: 'empty= ', C1: 'number 1' },
  },
  {
    what: 'shared and array formulas',
    form: {
      sheets: {
        S: row(
          '<c r="A1"><f t="shared" ref="A1:B1" si="0">C1</f><v>1</v></c><c r="B1"><f t="shared" si="0"/><v>2</v></c><c r="C1"><f t="array" ref="C1:D1">X</f><v>3</v></c><c r="D1"><v>4</v></c>',
        ),
      },
    },
    cells: { A1: 'number= 1', B1: 'number= 2', C1: 'number= 3', D1: 'number= 4' },
  },
  {
    what: 'errors, and text that looks like one',
    form: { sheets: { S: row(`<c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>${inline('C1', '<t>#N/A</t>')}`) } },
    cells: { A1: 'error #N/A', B1: 'error= #DIV/0!', C1: 'text #N/A' },
  },
  {
    what: 'rich text, ruby, and texts without anything in them',
    form: {
      sheets: {
        S: row(
          `<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>${inline('D1', '<r><t>가</t></r><r><rPr><b/></rPr><t>나</t></r>')}${inline('E1', '<t/>')}`,
        ),
      },
      strings: '<si><t>漢字</t><rPh sb="0" eb="2"><t>カンジ</t></rPh></si><si><r><t>빨</t></r><r><t>강</t></r></si><si><t></t></si>',
    },
    cells: { A1: 'text 漢字', B1: 'text 빨강', C1: 'text ', D1: 'text 가나', E1: 'text ' },
    wrong: { exceljs: { E1: null } },
  },
  {
    what: 'escapes, line ends and characters of four bytes',
    form: {
      sheets: { S: row(`<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>${inline('D1', '<t>a_x000D_b</t>')}`) },
      strings: '<si><t>a_x000D_\nb</t></si><si><t>_x005F_x000D_</t></si><si><t>가😀&amp;&lt;&#x41;</t></si>',
    },
    cells: { A1: 'text a\nb', B1: 'text _x000D_', C1: 'text 가😀&<A', D1: 'text a\nb' },
    wrong: { exceljs: { A1: 'a\r\nb', D1: 'a_x000D_b' }, hucre: { A1: 'a\r\nb', D1: 'a\rb' } },
  },
  {
    what: 'prefixes, single quotes and CDATA',
    form: {
      sheets: {
        S: `<?xml version='1.0'?><x:worksheet xmlns:x='${MAIN}'><x:sheetData><x:row r='1'><x:c r='A1'><x:v>7</x:v></x:c><x:c r='B1' t='str'><x:v><![CDATA[<&>]]></x:v></x:c></x:row></x:sheetData></x:worksheet>`,
      },
    },
    cells: { A1: 'number 7', B1: 'text <&>' },
    wrong: { exceljs: "Cannot set properties of undefined (setting 'sheetNo')" },
  },
  {
    what: 'cells and rows without addresses, rows without cells, one at the end of the sheet',
    form: { sheets: { S: '<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row><row r="1048576"/>' } },
    cells: { A1: 'number 1', B1: 'number 2', A3: 'number 3' },
    wrong: { exceljs: 'Invalid row number in model' },
  },
  {
    what: 'merged cells: the value stands in the first alone',
    form: {
      sheets: {
        S: `<worksheet xmlns="${MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"/></row></sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>`,
      },
    },
    cells: { A1: 'number 1' },
    wrong: { exceljs: { B1: '1' } },
  },
  {
    what: 'a text that a spreadsheet would run, typed as text',
    form: { sheets: { S: row(`<c r="A1" t="str"><v>=1+1</v></c>${inline('B1', '<t>@SUM(A1)</t>')}`) } },
    cells: { A1: 'text =1+1', B1: 'text @SUM(A1)' },
  },
]
