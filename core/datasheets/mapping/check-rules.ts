import type { ComparedAs } from '#core/condition/compared-as.ts'
import { comparePlain, plainNumber } from '#core/condition/numbers.ts'
import { columnIn, unknownColumn } from '#core/datasheets/mapping/check-columns.ts'
import { comparedAs } from '#core/datasheets/mapping/compared.ts'
import { below, type MappingIssue } from '#core/datasheets/mapping/issue.ts'
import type { Rule, TableMapping } from '#core/datasheets/mapping/mapping.ts'
import { nearestName } from '#core/datasheets/mapping/nearest.ts'
import { hintOf } from '#core/datasheets/mapping/sheet-finding.ts'
import type { ColumnDef, TableDef } from '#core/datasheets/table.ts'

/** Types whose values can be held against each other. */
type Family = 'number' | 'text' | 'moment' | 'time' | 'opaque'
const families: Record<ComparedAs, Family> = {
  number: 'number',
  double: 'number',
  float: 'number',
  bit: 'number',
  year: 'number',
  text: 'text',
  date: 'moment',
  datetime: 'moment',
  time: 'time',
  opaque: 'opaque',
}
const familyOf = ({ type }: ColumnDef): Family => families[comparedAs(type)]

const error = (path: string, code: string, params: MappingIssue['params']): MappingIssue => ({ level: 'error', path, code, params })

/** A column that a rule names: it must exist and be of a family that the rule understands. */
function columnIssues(table: TableDef, name: string, path: string, allowed: readonly Family[]): MappingIssue[] {
  const column = columnIn(table, name)
  if (!column) return [unknownColumn(table, name, path)]
  return allowed.includes(familyOf(column)) ? [] : [error(path, 'rule_type', { table: table.name, column: name, declared: column.declared })]
}

const comparables: readonly Family[] = ['number', 'text', 'moment', 'time']

function rangeIssues(rule: Extract<Rule, { kind: 'range' }>, table: TableDef): MappingIssue[] {
  const { column, min, max } = rule
  const params = { table: table.name, column, min: min ?? '', max: max ?? '' }
  const bounds = min === undefined && max === undefined ? [error('', 'rule_range_open', params)] : []
  const empty =
    min !== undefined && max !== undefined && comparePlain(plainNumber(min) ?? '', plainNumber(max) ?? '') > 0 ? [error('', 'rule_range_empty', params)] : []
  return [...columnIssues(table, column, 'column', ['number']), ...bounds, ...empty]
}

function referenceIssues(rule: Extract<Rule, { kind: 'reference' }>, table: TableDef, tables: readonly TableDef[]): MappingIssue[] {
  const own = columnIssues(table, rule.column, 'column', comparables)
  const other = tables.find(({ name }) => name === rule.table)
  if (!other) {
    const names = tables.map(({ name }) => name)
    return [...own, error('table', 'table_unknown', { table: rule.table, ...hintOf(nearestName(rule.table, names)) })]
  }
  const [from, to] = [columnIn(table, rule.column), columnIn(other, rule.to)]
  if (!to) return [...own, unknownColumn(other, rule.to, 'to')]
  if (own.length || !from || familyOf(from) === familyOf(to)) return own
  return [error('to', 'rule_reference_type', { column: rule.column, declared: from.declared, table: rule.table, to: rule.to, other: to.declared })]
}

function orderIssues(rule: Extract<Rule, { kind: 'order' }>, table: TableDef): MappingIssue[] {
  const ordered: readonly Family[] = ['number', 'moment', 'time']
  const own = [...columnIssues(table, rule.before, 'before', ordered), ...columnIssues(table, rule.after, 'after', ordered)]
  const [before, after] = [columnIn(table, rule.before), columnIn(table, rule.after)]
  if (own.length || !before || !after || familyOf(before) === familyOf(after)) return own
  return [error('after', 'rule_order_type', { before: before.name, after: after.name, declared: before.declared, other: after.declared })]
}

function ruleIssues(rule: Rule, table: TableDef, tables: readonly TableDef[]): MappingIssue[] {
  switch (rule.kind) {
    case 'range':
      return rangeIssues(rule, table)
    case 'not_default':
      return columnIssues(table, rule.column, 'column', [...comparables, 'opaque'])
    case 'sum':
      return [...columnIssues(table, rule.column, 'column', ['number']), ...rule.by.flatMap((name, n) => columnIssues(table, name, `by.${n}`, comparables))]
    case 'reference':
      return referenceIssues(rule, table, tables)
    case 'unique':
      return rule.columns.flatMap((name, n) => columnIssues(table, name, `columns.${n}`, comparables))
    case 'order':
      return orderIssues(rule, table)
  }
}

/** The rules of one table: columns and tables that they name exist and have types that they can judge. */
export const checkRules = ({ rules }: TableMapping, table: TableDef, tables: readonly TableDef[]): MappingIssue[] =>
  rules.flatMap((rule, n) => below(`rules.${n}`, ruleIssues(rule, table, tables)))
