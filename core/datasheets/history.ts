import type { KeptOperation, OperationKind } from '#core/datasheets/operation.ts'

type Key = Readonly<Record<string, string | null>>

function membersOf(said: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(said)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const isValue = (value: unknown): value is string | number | null => typeof value === 'string' || typeof value === 'number' || value === null

/** The key that somebody named: JSON with exactly the key's columns, or of a key of one column its value as it is. Null: it names none. */
export function namedKey(said: string, columns: readonly string[]): Key | null {
  const members = membersOf(said)
  if (members && Object.keys(members).length === columns.length && columns.every((name) => Object.hasOwn(members, name) && isValue(members[name]))) {
    return Object.fromEntries(columns.map((name): [string, string | null] => [name, members[name] === null ? null : String(members[name])]))
  }
  const [only] = columns
  return only !== undefined && columns.length === 1 ? { [only]: said } : null
}

const kinds: readonly OperationKind[] = ['insert', 'update', 'delete']

/** The operation of this key among the lines of a plan's block. */
export function operationOf(lines: readonly string[], key: Key): KeptOperation | null {
  // The beginning of a line is what its digest is taken of (core/datasheets/operation.ts).
  const begins = kinds.map((op) => `${JSON.stringify({ op, key }).slice(0, -1)},`)
  const line = lines.find((one) => begins.some((begin) => one.startsWith(begin)))
  // Lines of a plan are checked when they are kept.
  return line === undefined ? null : (JSON.parse(line) as KeptOperation)
}

/** Whether an operation says anything about a column: a row that comes or goes does about each. */
export const concerns = ({ op, cells }: KeptOperation, column: string | undefined): boolean =>
  column === undefined || op !== 'update' || Object.hasOwn(cells, column)
