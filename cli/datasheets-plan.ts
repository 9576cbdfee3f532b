import type { Client } from '#cli/client.ts'
import { table } from '#cli/output.ts'
import { ProblemError } from '#cli/problem.ts'
import { type Shell, text } from '#cli/shell.ts'
import { type FindingPage, findingPage, type PlanDetail, planDetail } from '#features/datasheets/plans/schema.ts'

type Finding = FindingPage['items'][number]

const findingsAtOnce = 500
/** What a person reads of a plan's errors on a screen; the document has all. */
const shownFindings = 50

/** Prints a plan as the document that `datasheets diff` promises, of two databases with what they declare differently. Ends with a problem when there are errors. */
export async function printPlan({ client, print }: Shell, id: string): Promise<void> {
  const plan = await client.get(planDetail, `/datasheets/plans/${id}`)
  const found = await findingsOf(client, plan)
  const errors = found.filter(({ level }) => level === 'error')
  print(documentOf(plan, found), () => planText(plan, found))
  const count = plan.totals?.errors ?? errors.length
  if (count === 0) return
  const title = text('datasheets.errors', { count })
  throw new ProblemError({ type: 'about:blank', title, status: 409, code: 'datasheet_errors', fix: text('datasheets.errors_fix') })
}

async function findingsOf(client: Client, plan: PlanDetail): Promise<Finding[]> {
  const found: Finding[] = []
  if (plan.findings.length === 0) return found
  for (let page = 1; ; page++) {
    const { items, total } = await client.get(findingPage, `/datasheets/plans/${plan.id}/findings?pageSize=${findingsAtOnce}&page=${page}`)
    found.push(...items)
    if (items.length < findingsAtOnce || found.length >= total) return found
  }
}

const placeOf = ({ file, sheet, cell, column, code, message }: Finding) => ({ file, sheet, cell, column, code, message })

/** The document that `datasheets diff` promises. */
function documentOf({ id, sha256, state, origin, tables, unreadSheets, schema }: PlanDetail, found: readonly Finding[]) {
  return {
    plan: { id, sha256, state },
    tables: tables.map(({ table: name, sheets, insert, update, delete: deleted, unchanged, theirs = 0, both = 0, errors, warnings }) => ({
      table: name,
      sheets: sheets.map(({ sheet }) => sheet),
      insert,
      update,
      delete: deleted,
      unchanged,
      /** Rows that somebody else changed since the export, and those that the sheet changed too. */
      theirs,
      conflicts: both,
      errors,
      warnings,
      /** Where the names of `sheets` come from, in the same order. */
      read: sheets.map(({ file, sheet, rows: count }) => ({ file, sheet, rows: count })),
    })),
    errors: found.filter(({ level }) => level === 'error').map(placeOf),
    warnings: found.filter(({ level }) => level === 'warning').map(placeOf),
    unreadSheets,
    ...(origin === 'compare' ? { schema } : {}),
  }
}

const tableHead = ['table', 'sheets', 'insert', 'update', 'delete', 'unchanged', 'theirs', 'conflicts', 'errors', 'warnings'] as const

const schemaHead = ['table', 'column', 'kind', 'from', 'to'] as const

/** What two databases declare differently; what keeps a table from being compared is marked. */
function schemaText({ schema }: PlanDetail): string {
  if (schema.length === 0) return ''
  const lines = schema.map((one) => [one.table, one.column, `${one.kind}${one.blocking ? ' !' : ''}`, one.from, one.to])
  return `${table(
    schemaHead.map((name) => text(`label.${name}`)),
    lines,
  )}\n${schema.some(({ blocking }) => blocking) ? text('datasheets.not_compared') : ''}`
}

function planText(plan: PlanDetail, found: readonly Finding[]): string {
  const changes = plan.tables.map((one) => [
    one.table,
    one.sheets.map(({ file, sheet }) => `${file} / ${sheet}`).join('\n'),
    one.insert,
    one.update,
    one.delete,
    one.unchanged,
    one.theirs ?? 0,
    one.both ?? 0,
    one.errors,
    one.warnings,
  ])
  const places = found.slice(0, shownFindings).map((one) => [one.level, [one.file, one.sheet, one.cell].filter(Boolean).join(' / '), one.column, one.message])
  const head = [text('label.level'), text('label.cell'), text('label.column'), text('label.message')]
  const same = plan.tables.every((one) => one.insert + one.update + one.delete === 0)
  return [
    `${text('label.plan')} ${plan.id} ${plan.state} ${plan.sha256 ?? ''}`,
    table(
      tableHead.map((name) => text(`label.${name}`)),
      changes,
    ),
    same ? text('datasheets.no_change') : '',
    plan.conflicts > 0 ? text('datasheets.conflicts', { count: plan.conflicts }) : '',
    schemaText(plan),
    places.length ? table(head, places) : '',
    found.length > places.length ? text('datasheets.shown', { shown: places.length, matching: found.length }) : '',
  ]
    .filter(Boolean)
    .join('\n')
}
