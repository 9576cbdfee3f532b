import type { KeptOperation } from '#core/datasheets/operation.ts'
import type { RowFilter } from '#features/datasheets/plans/schema.ts'

type Test = (line: string) => boolean

const opened = (line: string): KeptOperation =>
  // Only packBlock writes lines.
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

/** What a text would look like inside a line, without its quotes. */
const inLine = (text: string): string => JSON.stringify(text).slice(1, -1)

function textTest(q: string): Test {
  const wanted = q.toLowerCase()
  const written = inLine(q).toLowerCase()
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

/** Whether a line of a plan is one that the filters find; the cheap questions come first. */
export function lineTest({ op, column, q }: RowFilter): Test {
  const tests: Test[] = []
  if (op) tests.push((line) => line.startsWith(`{"op":"${op}"`))
  if (column) tests.push(columnTest(column))
  if (q) tests.push(textTest(q))
  return (line) => tests.every((test) => test(line))
}
