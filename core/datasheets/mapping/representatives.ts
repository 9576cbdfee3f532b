import { literalsOf } from '#core/condition/closure.ts'
import { compareAs } from '#core/condition/compared-as.ts'
import type { Comparison } from '#core/condition/condition.ts'
import { type Axis, axisOf } from '#core/datasheets/mapping/axes.ts'
import { comparedAs } from '#core/datasheets/mapping/compared.ts'
import { enoughSets, textAbove, textOther } from '#core/datasheets/mapping/text-samples.ts'
import type { ColumnDef, ColumnType } from '#core/datasheets/table.ts'

const sizeOperators: ReadonlySet<string> = new Set(['lt', 'lte', 'gt', 'gte'])

function unusedStep(axis: Axis, taken: ReadonlySet<bigint>): bigint {
  let step = axis.start
  while (taken.has(step)) step += 1n
  if (axis.has(step)) return step
  for (step = axis.start; taken.has(step); ) step -= 1n
  return step
}

/** Each literal and its neighbours where sizes are compared, else each literal and one other value. */
function onAxis(axis: Axis, literals: readonly string[], ordered: boolean): string[] {
  const reads = literals.map((value) => axis.read(value))
  const taken = new Set(reads.filter(({ exact }) => exact).map(({ step }) => step))
  // A literal finer than the column lies between its two neighbours.
  const steps = ordered ? reads.flatMap(({ step, exact }) => [exact ? step - 1n : step, step, step + 1n]) : [...taken, unusedStep(axis, taken)]
  const held = [...new Set([...steps, ...(ordered ? (axis.edges ?? []) : [])])].filter(axis.has)
  return (held.length ? held : [axis.start]).map(axis.write)
}

/** Binary numbers are dense enough: halfway between two, and one beyond either end. */
function onBinary(type: ColumnType, literals: readonly string[]): string[] {
  const sorted = literals.map(Number).sort((a, b) => a - b)
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)]
  const halfway = sorted.map((value, n) => (value + (sorted[n + 1] ?? value)) / 2)
  const all = new Set([first - 1 - Math.abs(first), ...sorted, ...halfway, last + 1 + Math.abs(last)])
  return [...all].filter((value) => Number.isFinite(value) && !(type.kind === 'float' && type.unsigned && value < 0)).map(String)
}

function onText(maxChars: number, literals: readonly string[], ordered: boolean): string[] {
  const fits = (text: string): boolean => [...text].length <= maxChars
  if (!ordered) return [...literals.filter(fits), ...textOther(literals, maxChars)]
  const sorted = [...literals].sort((a, b) => compareAs('text', a, b))
  const above = sorted.flatMap((value, n) => textAbove(value, sorted[n + 1] ?? null, maxChars))
  return ['', ...sorted.filter(fits), ...above]
}

function onLabels(labels: readonly string[], literals: readonly string[], ordered: boolean): string[] {
  if (ordered) return [...labels]
  const other = labels.find((label) => !literals.includes(label))
  return [...labels.filter((label) => literals.includes(label)), ...(other === undefined ? [] : [other])]
}

function valuesOf(type: ColumnType, literals: readonly string[], ordered: boolean): string[] {
  const axis = axisOf(type)
  if (axis) return onAxis(axis, literals, ordered)
  if (type.kind === 'float') return onBinary(type, literals)
  if (type.kind === 'enum') return onLabels(type.labels, literals, ordered)
  if (type.kind === 'set') return ordered ? onText(Number.POSITIVE_INFINITY, literals, true) : enoughSets(type.labels, literals)
  return type.kind === 'text' ? onText(type.maxChars ?? Number.POSITIVE_INFINITY, literals, ordered) : ['']
}

/**
 * Values of a column, canonical enough to be compared, such that each value it can hold behaves in `comparisons` as one of them does. NULL comes
 * last where the column may hold it. Values that the type cannot hold are left out.
 */
export function representativesOf({ name, type, nullable }: ColumnDef, comparisons: readonly Comparison[]): (string | null)[] {
  const mine = comparisons.filter(({ left }) => left === name)
  const literals = [...new Set(mine.flatMap((comparison) => literalsOf(comparison, comparedAs(type))))]
  const ordered = mine.some(({ op }) => sizeOperators.has(op))
  return [...new Set<string | null>([...valuesOf(type, literals, ordered), ...(nullable ? [null] : [])])]
}
