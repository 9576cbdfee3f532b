import { crafted } from '#server/files/testing/crafted.ts'
import { bookParts } from '#server/files/testing/workbooks.ts'
import { type ZipForm, type ZipPart, zipOf } from '#server/files/testing/zip-writer.ts'

/** The same numbers from the same seed: whole, from 0 below `below`. */
export type Dice = (below: number) => number

/** Mulberry32: small, and good enough to throw dice. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below)
  }
}

const pick = <T>(dice: Dice, from: readonly T[]): T => from[dice(from.length)] as T

/** Pieces that mean something to the reader, put where they do not belong. */
const TOKENS = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '/',
  '=',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '<?',
  '?>',
  '<!DOCTYPE a [',
  '&#x0;',
  '&#1114112;',
  '&lol;',
  '_x0000_',
  '_xD800_',
  '<row r="1">',
  '</row>',
  '<c r="A1">',
  '<c t="s">',
  '</c>',
  '<v>',
  '</v>',
  '<v>99999999999999999999</v>',
  '<f t="array" ref="A1:XFD1048576">',
  '<is><t>',
  '<mergeCell ref="A1:XFD1048576"/>',
  '<sheetData>',
  '</sheetData>',
  '<extLst>',
  ' r="XFD1048576"',
  ' r="a1"',
  ' r=""',
  ' t="inlineStr"',
  ' t="d"',
  ' s="4294967296"',
  ' xmlns="urn:x"',
  ' xmlns:x="urn:x"',
  '<x:row>',
  ' count="-1"',
  '\uFEFF',
  '\0',
  '\r',
  '\u0001',
  '가',
  '😀',
  '<a><b><c><d>',
  'NaN',
  '1e999',
  '-',
  '""',
  ',,',
  ';',
  '\t',
  "'=",
  'sep=|\n',
] // prettier-ignore

/** One change of bytes: flipped, cut out, doubled, moved, cut off, or with something put in. */
function changed(bytes: Buffer, dice: Dice): Buffer {
  const at = dice(bytes.length + 1)
  const to = Math.min(bytes.length, at + dice(dice(10) === 0 ? bytes.length + 1 : 20))
  const [before, middle, after] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)]
  switch (dice(8)) {
    case 0:
      return Buffer.concat([before, after])
    case 1:
      return Buffer.concat([before, middle, middle, after])
    case 2:
      return Buffer.concat([before, ...Array.from({ length: dice(200) }, () => middle), after])
    case 3:
      return before
    case 4:
      return Buffer.concat([middle, before, after])
    case 5:
    case 6:
      return Buffer.concat([before, Buffer.from(pick(dice, TOKENS)), dice(2) ? middle : Buffer.alloc(0), after])
    default: {
      const flipped = Buffer.from(bytes)
      for (let times = dice(4) + 1; times > 0 && flipped.length; times--) flipped[dice(flipped.length)] = dice(256)
      return flipped
    }
  }
}

function lying(part: ZipPart, dice: Dice): ZipPart {
  const lies: Partial<ZipPart>[] = [
    { declaredBytes: dice(2 ** 31) },
    { declaredPacked: dice(2 ** 31) },
    { offset: dice(5000) },
    { crc: dice(2 ** 31) },
    { flags: dice(65_536) },
    { method: dice(100) },
    { localName: 'xl/other.xml' },
    { name: part.name.toUpperCase() },
    { name: '' },
    { stored: true },
    { descriptor: true },
    { wide: true },
    { packed: Buffer.from(Array.from({ length: 40 }, () => dice(256))) },
  ]
  return { ...part, ...pick(dice, lies) }
}

function withPartsChanged(parts: readonly ZipPart[], dice: Dice): ZipPart[] {
  // The last parts are sheets, texts and formats, of which the most can go wrong.
  const index = dice(3) === 0 ? dice(parts.length) : parts.length - 1 - dice(Math.min(3, parts.length))
  const part = parts[index] as ZipPart
  const replaced = (by: ZipPart[]): ZipPart[] => [...parts.slice(0, index), ...by, ...parts.slice(index + 1)]
  switch (dice(16)) {
    case 0:
      return replaced([])
    case 1:
      return replaced([part, part])
    case 2:
      return replaced([{ ...part, content: pick(dice, parts).content }])
    case 3:
      return replaced([lying(part, dice)])
    default:
      return replaced([{ ...part, content: changed(Buffer.from(part.content as string), dice) }])
  }
}

const FORMS: readonly ZipForm[] = [
  ...Array.from({ length: 20 }, () => ({})),
  { wide: true },
  { comment: 'PK\x05\x06' },
  { declaredEntries: 9 },
  { directoryShift: 7 },
  { gap: 'gap' },
]
const CSV = 'id,name,"a ""b"""\r\n1,"가\n나",\'=1\r\n\r\n2,,""\r\n'

/** A file that is nearly a workbook, or nearly a CSV file: the same one for the same seed. */
export function mutatedFile(seed: number): Buffer {
  const dice = diceOf(seed)
  if (dice(8) === 0) {
    let csv: Buffer = dice(3) ? Buffer.from(CSV) : Buffer.from(`\uFEFF${CSV}`, 'utf16le')
    for (let times = dice(4); times >= 0; times--) csv = changed(csv, dice)
    return csv
  }
  let parts = bookParts(pick(dice, crafted).form)
  for (let times = dice(3); times >= 0 && parts.length; times--) parts = withPartsChanged(parts, dice)
  const archive = zipOf(parts, pick(dice, FORMS))
  return dice(8) === 0 ? changed(archive, dice) : archive
}
