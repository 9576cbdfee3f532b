export const operators = ['>=', '<=', '>', '<', '='] as const
export type Operator = (typeof operators)[number]

/** A comparison of a numeric column; `value` null asks for what is not known. */
export type Condition = { column: string; operator: Operator; value: number | null }

/** Most conditions of one question. */
const mostConditions = 20
const shape = /^\s*([a-z][a-z0-9_]*)\s*(>=|<=|>|<|=)\s*(\S+)\s*$/
const number = /^-?\d{1,20}(\.\d{1,20})?$/
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/
export const FIRST_LOGIN = 'first_login_time'

function boundOf(column: string, operator: Operator, text: string): number | null | undefined {
  if (text === 'null') return operator === '=' ? null : undefined
  if (column === FIRST_LOGIN && instant.test(text)) {
    const at = Date.parse(text)
    return Number.isNaN(at) ? undefined : at
  }
  return number.test(text) ? Number(text) : undefined
}

/**
 * Reads `active_seconds>=600,retention_d1=1`: conditions that all hold. Null when a piece is none, or there are more than 20.
 * Instants of `first_login_time` become milliseconds since the epoch; whether the columns exist is not looked at.
 */
export function parseConditions(text: string): Condition[] | null {
  if (text.trim() === '') return []
  const pieces = text.split(',')
  if (pieces.length > mostConditions) return null
  const found: Condition[] = []
  for (const piece of pieces) {
    const [, column = '', operator = '', raw = ''] = shape.exec(piece) ?? []
    const value = column === '' ? undefined : boundOf(column, operator as Operator, raw)
    if (value === undefined) return null
    found.push({ column, operator: operator as Operator, value })
  }
  return found
}

export function holds(operator: Operator, value: number, bound: number): boolean {
  if (operator === '=') return value === bound
  if (operator === '>=') return value >= bound
  if (operator === '<=') return value <= bound
  return operator === '>' ? value > bound : value < bound
}
