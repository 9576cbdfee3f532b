import { z } from 'zod'
import { RunFailure, refuse } from '#core/shared/refusal.ts'

const capabilities = z.object({
  indices: z.array(z.string()),
  fields: z.record(z.string(), z.record(z.string(), z.object({ type: z.string(), aggregatable: z.boolean(), indices: z.array(z.string()).optional() }))),
})

type Field = { type: string; aggregatable: boolean }
/** Which type each field has in each index; indices without the field are left out. */
export type FieldTable = { indices: string[]; typesOf: (field: string) => Map<string, Field> }

/** Reads an answer of `_field_caps?include_unmapped=true`: a type without a list of indices holds in all of them. */
export function fieldTable(answer: unknown): FieldTable {
  const { indices, fields } = capabilities.parse(answer)
  return {
    indices,
    typesOf: (name) => {
      const types = new Map<string, Field>()
      for (const { type, aggregatable, indices: holders } of Object.values(fields[name] ?? {})) {
        if (type !== 'unmapped') for (const index of holders ?? indices) types.set(index, { type, aggregatable })
      }
      return types
    },
  }
}

const exact = new Set([
  'keyword',
  'constant_keyword',
  'wildcard',
  'long',
  'integer',
  'short',
  'byte',
  'double',
  'float',
  'half_float',
  'scaled_float',
  'boolean',
  'ip',
])
export const numeric = new Set(['long', 'integer', 'short', 'byte', 'double', 'float', 'half_float', 'scaled_float', 'unsigned_long'])

const clash = (field: string, types: Iterable<string>): RunFailure =>
  new RunFailure(refuse('field_type_clash', 422, { field, types: [...new Set(types)].sort().join(', ') }))

/** A condition on a field of nested objects meets nothing where nobody says that they are: of `body` alone that is known. */
export function refuseNested(table: FieldTable, field: string, indices: readonly string[]): void {
  const parts = field.split('.')
  const paths = parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('.'))
  const path = paths.find((one) => one !== 'body' && indices.some((index) => table.typesOf(one).get(index)?.type === 'nested'))
  if (path !== undefined) throw new RunFailure(refuse('field_nested', 422, { field, path, type: 'nested' }))
}

/**
 * The name by which `field` is grouped and matched exactly in all of `indices`: itself, or its keyword sub-field where it
 * is text. Null where no index has it.
 * @throws RunFailure field_nested, field_type_clash, field_not_exact: one name must serve every index, or documents would vanish in silence.
 */
export function exactName(table: FieldTable, field: string, indices: readonly string[]): { name: string; type: string } | null {
  refuseNested(table, field, indices)
  const own = table.typesOf(field)
  const sub = table.typesOf(`${field}.keyword`)
  const found = indices.flatMap((index): { name: string | null; type: string }[] => {
    const type = own.get(index)?.type
    if (type === undefined) return []
    if (exact.has(type)) return [{ name: field, type }]
    const inner = sub.get(index)?.type
    return type === 'text' && inner === 'keyword' ? [{ name: `${field}.keyword`, type: inner }] : [{ name: null, type }]
  })
  const [first] = found
  if (!first) return null
  const inexact = found.find((one) => one.name === null)
  if (inexact) throw new RunFailure(refuse('field_not_exact', 422, { field, type: inexact.type }))
  const kinds = new Set(found.map((one) => (numeric.has(one.type) ? `${one.name}:number` : `${one.name}:${one.type}`)))
  if (kinds.size > 1 || first.name === null)
    throw clash(
      field,
      indices.flatMap((index) => own.get(index)?.type ?? []),
    )
  return { name: first.name, type: first.type }
}

/** Whether `body` is nested in these indices. Absent counts as not nested. */
export function isNested(table: FieldTable, indices: readonly string[]): boolean {
  const types = new Set(indices.flatMap((index) => table.typesOf('body').get(index)?.type ?? []))
  if (types.size > 1) throw clash('body', types)
  return types.has('nested')
}

/** Numbers of which an index keeps seven digits or fewer. */
const rounded = new Set(['float', 'half_float'])

/**
 * Whether the cluster may group by a field, or add it up. All shards of a source set about that, whatever the documents asked
 * for: where one has another type under the name, or a body that is nested here and not there, the search may fail. And a
 * sum of rounded numbers is not the sum of what was written.
 */
export function isFit(table: FieldTable, name: string, indices: readonly string[], isSum: boolean): boolean {
  const types = table.typesOf(name)
  const kinds = new Set([...types.values()].map(({ type }) => (numeric.has(type) ? 'number' : type)))
  const bodies = new Set([...table.typesOf('body').values()].map(({ type }) => type))
  const isRounded = isSum && indices.some((index) => rounded.has(types.get(index)?.type ?? ''))
  return kinds.size <= 1 && !isRounded && !(name.startsWith('body.') && bodies.size > 1 && isNested(table, indices))
}
