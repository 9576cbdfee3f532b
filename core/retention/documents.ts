import { valuesAt } from './cohort.ts'
import { type Condition, type Metric, writtenSum } from './metrics.ts'
import { isInBody } from './queries/filters.ts'

/**
 * What one document adds to a metric of one player; `subject` is null where the document's own identity decides. `exact` is
 * false where a whole number beyond 2^53 has lost digits on its way: two of them may look like one.
 */
export type Contribution = { subject: string | null; sum: number; values: ReadonlySet<string>; exact: boolean }

type Reader = (path: string) => unknown[]

/** Fields of a document that a metric reads. */
export const pathsOf = ({ where, rule, subject }: Pick<Metric, 'where' | 'rule' | 'subject'>): string[] => [
  ...where.map(({ field }) => field),
  ...('field' in rule ? [rule.field] : []),
  ...(subject === null ? [] : [subject]),
]

/** One reader for each object of a nested body where the metric looks into it, one for the whole document otherwise. */
function readersOf(source: unknown, inObjects: boolean): Reader[] {
  if (!inObjects) return [(path) => valuesAt(source, path)]
  return valuesAt(source, 'body').map((body) => (path: string) => (isInBody(path) ? valuesAt(body, path.slice('body.'.length)) : valuesAt(source, path)))
}

/** Whether a value of a document is the one asked for, as an index tells it: numbers may be written as text. */
function isEqual(value: unknown, equals: Condition['equals']): boolean {
  if (typeof equals === 'number') return (typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')) && Number(value) === equals
  return (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') && String(value) === String(equals)
}

const isExact = (value: unknown): boolean => typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value)

/** Whether a document names players so that none can be mistaken for another one: a whole number beyond 2^53 has lost digits on its way. */
export const namesExactly = (source: unknown, subject: string): boolean => valuesAt(source, subject).every(isExact)

const textOfValue = (value: unknown): string[] => (typeof value === 'object' || value === undefined ? [] : [String(value)])

/**
 * What a document adds to `metric`, read from its source: nothing when its conditions are not met. Conditions, subject and
 * field hold for one and the same object of a nested body. A sum of what is no number is NaN.
 */
export function contributionsOf(source: unknown, metric: Pick<Metric, 'where' | 'rule' | 'subject'>, nested: boolean): Contribution[] {
  const { where, rule, subject } = metric
  const found = new Map<string | null, { subject: string | null; sum: number; values: Set<string>; exact: boolean }>()
  for (const read of readersOf(source, nested && pathsOf(metric).some(isInBody))) {
    if (!where.every(({ field, equals }) => read(field).some((value) => isEqual(value, equals)))) continue
    const named = subject === null ? [null] : new Set(read(subject).flatMap(textOfValue))
    const values = rule.kind === 'sum' || rule.kind === 'distinct' ? read(rule.field) : []
    for (const who of named) {
      const known = found.get(who) ?? { subject: who, sum: 0, values: new Set<string>(), exact: true }
      found.set(who, known)
      if (rule.kind === 'sum') known.sum += values.reduce<number>((sum, value) => sum + Number(value), 0)
      known.exact &&= values.every(isExact)
      if (rule.kind === 'distinct') for (const value of values.flatMap(textOfValue)) known.values.add(value)
    }
  }
  return [...found.values()]
}

/** Adds documents up to the metric's number: NaN where it cannot be told. */
export class Tally {
  documents = 0
  sum = 0
  exact = true
  readonly values = new Set<string>()

  add(contribution: Contribution): void {
    this.documents++
    this.sum += contribution.sum
    this.exact &&= contribution.exact
    for (const value of contribution.values) this.values.add(value)
  }

  value({ kind }: Metric['rule']): number {
    if (kind === 'any') return this.documents > 0 ? 1 : 0
    if (kind === 'sum') return writtenSum(this.sum)
    if (kind === 'distinct') return this.exact ? this.values.size : Number.NaN
    return this.documents
  }
}
