import type { ApartRow } from '#core/datasheets/import.ts'
import type { KeptOperation, OperationKind } from '#core/datasheets/operation.ts'

/** How many operations a block of a plan holds at most. */
export const BLOCK_OPERATIONS = 500
/** Characters of its lines, unless one alone has more: a block stays far below what a server takes in one packet, and many can be in memory. */
export const BLOCK_CHARACTERS = 1 << 20

/** Which rows of a plan are looked for; what is left out does not matter. `q`: text in a key or value, whatever the case of its letters. */
export type RowFilter = { op?: OperationKind | undefined; column?: string | undefined; q?: string | undefined }
type Test = (line: string) => boolean

const begins = (op: OperationKind): string => `{"op":"${op}"`

/** How many operations of each kind there are in lines of JSON whose first member is `op`. @throws Error for a line that is none. */
export function countOperations(lines: readonly string[]): { inserts: number; updates: number; deletes: number } {
  const count = (op: OperationKind) => lines.reduce((sum, line) => sum + (line.startsWith(begins(op)) ? 1 : 0), 0)
  const counts = { inserts: count('insert'), updates: count('update'), deletes: count('delete') }
  if (counts.inserts + counts.updates + counts.deletes !== lines.length) throw new Error('a line that is no operation')
  return counts
}

/** Whether a line of a row apart is of this kind: its first member says it. */
export const isApart = (line: string, kind: ApartRow['kind']): boolean => line.startsWith(`{"kind":"${kind}"`)

/** How many rows apart of each kind there are in lines of JSON whose first member is `kind`. @throws Error for a line that is none. */
export function countApart(lines: readonly string[]): Record<ApartRow['kind'], number> {
  const count = (kind: ApartRow['kind']) => lines.reduce((sum, line) => sum + (isApart(line, kind) ? 1 : 0), 0)
  const counts = { theirs: count('theirs'), both: count('both') }
  if (counts.theirs + counts.both !== lines.length) throw new Error('a line that is no row apart')
  return counts
}

const opened = (line: string): KeptOperation =>
  // Lines of a plan are checked when they are kept.
  JSON.parse(line) as KeptOperation

function* valuesOf({ key, cells, same, renamed }: KeptOperation): Generator<string | null> {
  yield* Object.values(key)
  for (const [old, next] of Object.values(cells)) {
    yield old
    yield next
  }
  yield* Object.values(same ?? {})
  yield* Object.values(renamed ?? {})
}

function textTest(q: string): Test {
  const wanted = q.toLowerCase()
  // What the text would look like inside a line, without its quotes.
  const written = JSON.stringify(q).slice(1, -1).toLowerCase()
  return (line) => {
    if (!line.toLowerCase().includes(written)) return false
    for (const value of valuesOf(opened(line))) if (value?.toLowerCase().includes(wanted)) return true
    return false
  }
}

function columnTest(column: string): Test {
  const written = `${JSON.stringify(column)}:[`
  return (line) => line.includes(written) && Object.hasOwn(opened(line).cells, column)
}

/** Whether a line of a plan is one that the filters find; the cheap questions come first, so that few lines are parsed. */
export function lineTest({ op, column, q }: RowFilter): Test {
  const tests: Test[] = []
  if (op) tests.push((line) => line.startsWith(begins(op)))
  if (column) tests.push(columnTest(column))
  if (q) tests.push(textTest(q))
  return (line) => tests.every((test) => test(line))
}
