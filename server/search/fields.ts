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

/**
 * The name by which `field` is grouped and matched exactly in all of `indices`: itself, or its keyword sub-field where it
 * is text. Null where no index has it.
 * @throws RunFailure field_type_clash, field_not_exact: one name must serve every index, or documents would vanish in silence.
 */
export function exactName(table: FieldTable, field: string, indices: readonly string[]): { name: string; type: string } | null {
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
