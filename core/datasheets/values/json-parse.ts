import { type Decimal, parseDecimal } from './decimal.ts'

/** JSON by value: numbers as exact decimals, objects with their keys in order. */
export type JsonValue = null | boolean | string | { readonly number: Decimal } | readonly JsonValue[] | ReadonlyMap<string, JsonValue>

export type JsonFault = { readonly fault: 'invalid' | 'duplicate_key' | 'too_deep'; readonly position: number; readonly key?: string }

/** What MySQL allows. */
export const DEEPEST = 100

class Failed extends Error {
  readonly found: JsonFault
  constructor(found: JsonFault) {
    super(found.fault)
    this.found = found
  }
}

const numberShape = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const stringShape = /"[^"\\]*(?:\\.[^"\\]*)*"/sy
const blanks = /[ \t\n\r]*/y
const words = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const

/** A reader over one text: where it stands, and what it finds there. */
function readerOf(text: string) {
  let at = 0
  const invalid = (): never => {
    throw new Failed({ fault: 'invalid', position: at + 1 })
  }
  const take = (shape: RegExp): string | null => {
    shape.lastIndex = at
    const match = shape.exec(text)
    if (!match) return null
    at += match[0].length
    return match[0]
  }
  const next = (character: string): boolean => {
    take(blanks)
    if (text[at] !== character) return false
    at++
    return true
  }
  const string = (): string => {
    const start = at
    const found = take(stringShape) ?? invalid()
    try {
      return JSON.parse(found) as string
    } catch {
      at = start
      return invalid()
    }
  }
  const deeper = (depth: number): number => {
    if (depth < DEEPEST) return depth + 1
    throw new Failed({ fault: 'too_deep', position: at })
  }
  const array = (depth: number): JsonValue => {
    const items: JsonValue[] = []
    if (next(']')) return items
    do items.push(value(depth))
    while (next(','))
    return next(']') ? items : invalid()
  }
  const member = (members: Map<string, JsonValue>, depth: number) => {
    take(blanks)
    const position = at + 1
    const key = string()
    if (members.has(key)) throw new Failed({ fault: 'duplicate_key', position, key })
    members.set(key, next(':') ? value(depth) : invalid())
  }
  const object = (depth: number): JsonValue => {
    const members = new Map<string, JsonValue>()
    if (next('}')) return members
    do member(members, depth)
    while (next(','))
    return next('}') ? members : invalid()
  }
  const scalar = (): JsonValue => {
    for (const [word, meaning] of words) {
      if (!text.startsWith(word, at)) continue
      at += word.length
      return meaning
    }
    const number = parseDecimal(take(numberShape) ?? invalid())
    return number ? { number } : invalid()
  }
  const value = (depth: number): JsonValue => {
    if (next('{')) return object(deeper(depth))
    if (next('[')) return array(deeper(depth))
    return text[at] === '"' ? string() : scalar()
  }
  const whole = (): JsonValue => {
    const found = value(0)
    take(blanks)
    return at === text.length ? found : invalid()
  }
  return { whole }
}

/** Parses a JSON document without ever making a double of a number. At most 100 levels; a key that occurs twice is a fault. */
export function parseJson(text: string): { value: JsonValue } | JsonFault {
  try {
    return { value: readerOf(text).whole() }
  } catch (error) {
    if (error instanceof Failed) return error.found
    throw error
  }
}
