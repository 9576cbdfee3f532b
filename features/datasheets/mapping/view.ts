import type { Comparison, Condition } from '#core/condition/condition.ts'
import type { MappingIssue } from '#core/datasheets/mapping/issue.ts'
import type { ColumnMapping, Mapping, Rule, SheetMapping, TableMapping, TablePolicy } from '#core/datasheets/mapping/mapping.ts'

// The lists of core/datasheets/mapping/mapping.ts once more: that file brings the library of schemas along.
export const policies = ['sync', 'upsert', 'insert'] as const satisfies readonly TablePolicy[]
export const blanks = ['null', 'empty', 'default', 'error'] as const satisfies readonly NonNullable<ColumnMapping['blank']>[]
export const ruleKinds = ['range', 'not_default', 'sum', 'reference', 'unique', 'order'] as const satisfies readonly Rule['kind'][]
export type RuleKind = Rule['kind']
export const operators = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'not_in', 'is_null', 'not_null'] as const satisfies readonly Comparison['op'][]
export type Operator = (typeof operators)[number]

export const isUnary = (op: Operator): op is 'is_null' | 'not_null' => op === 'is_null' || op === 'not_null'
export const isList = (op: Operator): op is 'in' | 'not_in' => op === 'in' || op === 'not_in'

export const emptyTable = (table: string): TableMapping => ({ table, policy: 'sync', key: [], sheets: [], columns: {}, rules: [] })
export const emptySheet = (sheet: string): SheetMapping => ({ sheet, where: null, headerRow: 1, skipRows: [], ignoreColumns: [], rename: {} })

/** The place of a table in the mapping; where it has none yet, the place that it would get. */
export function placeOf({ tables }: Mapping, table: string): number {
  const at = tables.findIndex((one) => one.table === table)
  return at === -1 ? tables.length : at
}

export const tableOf = ({ tables }: Mapping, table: string): TableMapping => tables.find((one) => one.table === table) ?? emptyTable(table)

const isPlain = (table: TableMapping): boolean => JSON.stringify(table) === JSON.stringify(emptyTable(table.table))

/** The mapping with one table changed; a table about which nothing is said any more leaves it. */
export function withTable(mapping: Mapping, table: string, change: (table: TableMapping) => TableMapping): Mapping {
  const at = placeOf(mapping, table)
  const next = change(tableOf(mapping, table))
  const tables = mapping.tables.toSpliced(at, 1, ...(isPlain(next) ? [] : [next]))
  return { ...mapping, tables }
}

export function withSheet(table: TableMapping, at: number, change: Partial<SheetMapping>): TableMapping {
  return { ...table, sheets: table.sheets.map((sheet, n) => (n === at ? { ...sheet, ...change } : sheet)) }
}

/** The same with how the cells of a column are read; what says nothing is left out. */
export function withColumn(table: TableMapping, column: string, change: { [Name in keyof ColumnMapping]: ColumnMapping[Name] | undefined }): TableMapping {
  const said = Object.entries({ ...table.columns[column], ...change }).filter(([, value]) => value !== undefined && value !== '')
  const { [column]: _, ...others } = table.columns
  return { ...table, columns: said.length === 0 ? others : { ...others, [column]: Object.fromEntries(said) as ColumnMapping } }
}

/** Leads a sheet to a table, as one press on a proposal does. */
export const connectSheet = (mapping: Mapping, table: string, sheet: string): Mapping =>
  withTable(mapping, table, (one) => ({ ...one, sheets: [...one.sheets, emptySheet(sheet)] }))

/** What is said of a sheet, or a beginning where nothing is: a header can only be renamed where the sheet is named. */
function onSheet(mapping: Mapping, table: string, sheet: string, change: (sheet: SheetMapping) => Partial<SheetMapping>): Mapping {
  return withTable(mapping, table, (one) => {
    const at = one.sheets.findIndex((each) => each.sheet === sheet)
    const whole = at === -1 ? { ...one, sheets: [...one.sheets, emptySheet(sheet)] } : one
    const place = at === -1 ? one.sheets.length : at
    return withSheet(whole, place, change(whole.sheets[place] ?? emptySheet(sheet)))
  })
}

export const renameHeader = (mapping: Mapping, table: string, sheet: string, header: string, column: string): Mapping =>
  onSheet(mapping, table, sheet, ({ rename }) => ({ rename: { ...rename, [header]: column } }))

export const ignoreHeader = (mapping: Mapping, table: string, sheet: string, header: string): Mapping =>
  onSheet(mapping, table, sheet, ({ ignoreColumns }) => ({ ignoreColumns: [...new Set([...ignoreColumns, header])] }))

export type ConditionRow = { left: string; op: Operator; values: string[] }
export type ConditionRows = { join: 'all' | 'any'; rows: ConditionRow[] }

const textsOf = (comparison: Comparison): string[] => ('right' in comparison ? [comparison.right].flat().map(String) : [])

function rowOf(condition: Condition): ConditionRow | null {
  return 'left' in condition ? { left: condition.left, op: condition.op, values: textsOf(condition) } : null
}

/** A condition as rows that are joined in one way; null when it is a deeper tree, which only its JSON can show. */
export function rowsOf(condition: Condition | null): ConditionRows | null {
  if (condition === null) return { join: 'all', rows: [] }
  const join = 'any' in condition ? 'any' : 'all'
  const parts = 'any' in condition ? condition.any : 'all' in condition ? condition.all : [condition]
  const rows = parts.map(rowOf)
  return rows.some((row) => row === null) ? null : { join, rows: rows as ConditionRow[] }
}

function comparisonOf({ left, op, values }: ConditionRow): Comparison {
  if (isUnary(op)) return { left, op }
  return isList(op) ? { left, op, right: values } : { left, op, right: values[0] ?? '' }
}

/** The rows as a condition: the whole sheet where there is none. */
export function conditionOf({ join, rows }: ConditionRows): Condition | null {
  const [first, ...others] = rows.map(comparisonOf)
  if (!first) return null
  if (others.length === 0) return first
  return join === 'any' ? { any: [first, ...others] } : { all: [first, ...others] }
}

/** Another operator keeps what was typed as far as it has room for it. */
export const withOperator = (row: ConditionRow, op: Operator): ConditionRow => ({
  ...row,
  op,
  values: isUnary(op) ? [] : isList(op) ? row.values.filter(Boolean) : row.values.slice(0, 1),
})

/** `2, 4-6` as rows; null when it is no list of rows. */
export function rowNumbersOf(text: string): number[] | null {
  const parts = text.split(/[,\s]+/).filter(Boolean)
  const numbers: number[] = []
  for (const part of parts) {
    const [, from, to = from] = /^(\d{1,7})(?:-(\d{1,7}))?$/.exec(part) ?? []
    if (from === undefined || Number(to) < Number(from) || Number(from) < 1 || Number(to) - Number(from) >= 1_000) return null
    for (let row = Number(from); row <= Number(to); row++) numbers.push(row)
  }
  return [...new Set(numbers)].sort((a, b) => a - b)
}

export const emptyRule: Readonly<Record<RuleKind, (column: string) => Rule>> = {
  range: (column) => ({ kind: 'range', column }),
  not_default: (column) => ({ kind: 'not_default', column }),
  sum: (column) => ({ kind: 'sum', column, by: [], equals: '100' }),
  reference: (column) => ({ kind: 'reference', column, table: '', to: '' }),
  unique: (column) => ({ kind: 'unique', columns: column ? [column] : [] }),
  order: (column) => ({ kind: 'order', before: column, after: '' }),
}

const missing = (path: string): MappingIssue => ({ level: 'error', path, code: 'incomplete', params: {} })

function conditionGaps(condition: Condition, path: string): MappingIssue[] {
  if ('all' in condition) return condition.all.flatMap((one, n) => conditionGaps(one, `${path}.all.${n}`))
  if ('any' in condition) return condition.any.flatMap((one, n) => conditionGaps(one, `${path}.any.${n}`))
  if ('not' in condition) return conditionGaps(condition.not, `${path}.not`)
  const empty = isList(condition.op) && 'right' in condition && Array.isArray(condition.right) && condition.right.length === 0
  return [...(condition.left === '' ? [missing(`${path}.left`)] : []), ...(empty ? [missing(`${path}.right`)] : [])]
}

function ruleGaps(rule: Rule, path: string): MappingIssue[] {
  const empty = Object.entries(rule).filter(([name, value]) => value === '' || (name === 'columns' && Array.isArray(value) && value.length === 0))
  return empty.map(([name]) => missing(`${path}.${name}`))
}

/** What has been begun and is not whole yet: it is neither tried nor saved so. */
export function gapsOf({ tables }: Mapping): MappingIssue[] {
  return tables.flatMap((table, t) => [
    ...table.sheets.flatMap((sheet, s) => [
      ...(sheet.sheet.trim() === '' ? [missing(`tables.${t}.sheets.${s}.sheet`)] : []),
      ...(sheet.where ? conditionGaps(sheet.where, `tables.${t}.sheets.${s}.where`) : []),
      ...Object.entries(sheet.rename).flatMap(([header, column]) => (header.trim() === '' || column === '' ? [missing(`tables.${t}.sheets.${s}.rename`)] : [])),
    ]),
    ...table.rules.flatMap((rule, r) => ruleGaps(rule, `tables.${t}.rules.${r}`)),
  ])
}

type Placed = Pick<MappingIssue, 'path'>
/** Whether one place is the other one or below it. */
export const isWithin = ({ path }: Placed, around: Placed): boolean => path === around.path || path.startsWith(`${around.path}.`)

/** The issues at a place and below it. */
export const issuesAt = (issues: readonly MappingIssue[], path: string): MappingIssue[] => issues.filter((issue) => isWithin(issue, { path }))

export const hasErrors = (issues: readonly MappingIssue[]): boolean => issues.some(({ level }) => level === 'error')
export const isSame = (a: Mapping, b: Mapping): boolean => JSON.stringify(a) === JSON.stringify(b)
/** What a mapping is called as a file. */
export const fileNameOf = (environment: string, version: number): string => `mapping_${environment.replaceAll(/[^\p{L}\p{N}_-]+/gu, '_')}_v${version}.json`

/** The table that an issue is about; null for what concerns all of them. */
export function tableIn({ tables }: Mapping, { path }: Pick<MappingIssue, 'path'>): string | null {
  const [, at] = /^tables\.(\d+)/.exec(path) ?? []
  return at === undefined ? null : (tables[Number(at)]?.table ?? null)
}
