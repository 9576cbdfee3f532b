/** Charsets of which every character is known here, as the console's own decoder knows them. Others are left to the server. */
const decoders: Readonly<Record<string, string>> = {
  latin2: 'iso-8859-2',
  koi8r: 'koi8-r',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1257: 'windows-1257',
}

/** What cp1252, the server's latin1, has above U+00FF; the five codes that it leaves open hold the control characters of their number. */
const aboveLatin1 = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ')
const openCodes = new Set('\u0081\u008d\u008f\u0090\u009d')

const inLatin1 = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0
  return code < 0x80 || (code >= 0xa0 && code <= 0xff) || aboveLatin1.has(character) || openCodes.has(character)
}

/** Lead bytes of KS X 1001 but for the two rows that are left to private use. */
const ksLeads = Array.from({ length: 94 }, (_, n) => 0xa1 + n).filter((lead) => lead !== 0xc9 && lead !== 0xfe)

/** All characters of a charset of one or two bytes, from what its decoder makes of every code. */
function repertoire(label: string): Set<string> {
  const decoder = new TextDecoder(label, { fatal: true })
  const known = new Set<string>()
  const learn = (...bytes: number[]) => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes))
      if ([...text].length === 1) known.add(text)
    } catch {
      // A code that means nothing.
    }
  }
  for (let code = 0; code < (label === 'euc-kr' ? 128 : 256); code++) learn(code)
  if (label === 'euc-kr') for (const lead of ksLeads) for (let trail = 0xa1; trail <= 0xfe; trail++) learn(lead, trail)
  return known
}

const known = new Map<string, Set<string>>()

function inRepertoire(charset: string, label: string): (character: string) => boolean {
  const all = known.get(charset) ?? repertoire(label)
  known.set(charset, all)
  return (character) => all.has(character)
}

/** The server's euckr is cp949: KS X 1001, and all syllables. */
function inEuckr(): (character: string) => boolean {
  const inTable = inRepertoire('euckr', 'euc-kr')
  return (character) => (character >= '가' && character <= '힣') || character === '€' || character === '®' || inTable(character)
}

/** Whether a character can be stored in a charset; null when the charset takes all of Unicode, or is not known here and the server must say. */
export function characterTest(charset: string): ((character: string) => boolean) | null {
  if (charset === 'utf8mb3' || charset === 'utf8' || charset === 'ucs2') return (character) => (character.codePointAt(0) ?? 0) < 0x10000
  if (charset === 'ascii') return (character) => character < '\u0080'
  if (charset === 'latin1') return inLatin1
  if (charset === 'euckr') return inEuckr()
  const label = decoders[charset]
  return label === undefined ? null : inRepertoire(charset, label)
}

/** UTF-8 bytes of a text. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) continue
    // Half of a pair counts two, so that a pair counts four.
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2
  }
  return bytes
}

/** How many bytes a text takes in a charset. Of a charset that is not known here: as UTF-8, which is never less for the ones in use. */
export function byteLength(text: string, charset: string): number {
  if (charset === 'ascii' || charset in singleByte) return [...text].length
  if (charset === 'ucs2' || charset === 'utf16' || charset === 'utf16le') return text.length * 2
  if (charset === 'utf32') return [...text].length * 4
  if (charset === 'euckr') return [...text].reduce((bytes, character) => bytes + (character < '\u0080' ? 1 : 2), 0)
  return utf8Length(text)
}

const singleByte: Readonly<Record<string, true>> = {
  latin1: true,
  latin2: true,
  koi8r: true,
  cp1250: true,
  cp1251: true,
  cp1257: true,
}
