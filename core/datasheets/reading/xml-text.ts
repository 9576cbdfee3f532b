import { broken } from '#core/datasheets/reading/unreadable.ts'

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** XML 1.0, production 2: tab, line feed, carriage return, and everything from the space on but surrogates and the last two of the first plane. */
const isCharacter = (code: number): boolean =>
  code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)

function numeric(reference: string): string | null {
  const hex = reference.startsWith('#x')
  const digits = reference.slice(hex ? 2 : 1)
  if (!(hex ? /^[0-9a-fA-F]{1,8}$/ : /^[0-9]{1,8}$/).test(digits)) return null
  const code = Number.parseInt(digits, hex ? 16 : 10)
  return isCharacter(code) ? String.fromCodePoint(code) : null
}

/** The longest reference that means something, `&#x0010FFFF;`. */
export const LONGEST_REFERENCE = 12

/** Text of XML with its references replaced: the five names and numbers. Any other name would need a DOCTYPE and throws. */
export function unescapeXml(text: string, part: string, at: number): string {
  let result = ''
  let from = 0
  for (let i = text.indexOf('&'); i >= 0; i = text.indexOf('&', from)) {
    const end = text.indexOf(';', i)
    const reference = end < 0 || end - i > LONGEST_REFERENCE ? '' : text.slice(i + 1, end)
    const character = reference.startsWith('#') ? numeric(reference) : NAMED.get(reference)
    if (character === undefined || character === null) throw broken(part, at + i, text.slice(i, i + LONGEST_REFERENCE))
    result += text.slice(from, i) + character
    from = end + 1
  }
  return result + text.slice(from)
}

/** Line ends of any system as LF. */
export const withLineFeeds = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text)

const isHex = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102)

/** `_xHHHH_`, by which workbooks write what XML cannot hold (ECMA-376, ST_Xstring): `_x000D_` is a carriage return and `_x005F_x000D_` the text `_x000D_`. */
export function unescapeWorkbook(text: string): string {
  let result = ''
  let from = 0
  for (let i = text.indexOf('_x'); i >= 0; i = text.indexOf('_x', i + 1)) {
    if (i < from || text.charCodeAt(i + 6) !== 95) continue
    if (![2, 3, 4, 5].every((offset) => isHex(text.charCodeAt(i + offset)))) continue
    result += text.slice(from, i) + String.fromCharCode(Number.parseInt(text.slice(i + 2, i + 6), 16))
    from = i + 7
  }
  return from === 0 ? text : result + text.slice(from)
}
