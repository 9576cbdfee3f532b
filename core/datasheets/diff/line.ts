/** Stands for "the sheet does not say": on update the column keeps its value, on insert it takes its default. */
export const absent: unique symbol = Symbol('absent')
/** A value in canonical form; null is NULL. */
export type LineValue = string | null | typeof absent

const SEPARATOR = '\u0000'
const NULL = '\u0001'
const ESCAPE = '\u0002'
const ABSENT = '\u0003'
/** Offset that makes an escaped character one that stands for itself. */
const SHIFT = 0x40
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that the line itself is written with.
const special = /[\u0000-\u0003]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same, to replace each.
const specials = /[\u0000-\u0003]/g

const escaped = (value: string): string => value.replace(specials, (one) => ESCAPE + String.fromCharCode(one.charCodeAt(0) + SHIFT))

const valueText = (value: LineValue): string => {
  if (typeof value === 'string') return special.test(value) ? escaped(value) : value
  return value === null ? NULL : ABSENT
}

/** Values as one text. Two lines are equal exactly if all their values are. */
export function lineOf(values: readonly LineValue[]): string {
  let line = values.length > 0 ? valueText(values[0] as LineValue) : ''
  for (let at = 1; at < values.length; at++) line += SEPARATOR + valueText(values[at] as LineValue)
  return line
}

function unescaped(text: string): string {
  let value = ''
  for (let at = 0; at < text.length; at++) {
    if (text[at] === ESCAPE) value += String.fromCharCode(text.charCodeAt(++at) - SHIFT)
    else value += text[at]
  }
  return value
}

function parsed(text: string): LineValue {
  if (text === NULL) return null
  if (text === ABSENT) return absent
  return text.includes(ESCAPE) ? unescaped(text) : text
}

/** The values of a line that `lineOf` made of at least one value. */
export const valuesOf = (line: string): LineValue[] => line.split(SEPARATOR).map(parsed)
