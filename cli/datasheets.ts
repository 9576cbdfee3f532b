import { once } from 'node:events'
import { type Command, Option } from 'commander'
import type { Client } from '#cli/client.ts'
import { registerMapping } from '#cli/datasheets-mapping.ts'
import { registerUploads } from '#cli/datasheets-uploads.ts'
import { table } from '#cli/output.ts'
import { ProblemError } from '#cli/problem.ts'
import { idArgument, type Shell, shell, text, wholeNumber } from '#cli/shell.ts'
import { localFiles, sendFile } from '#cli/upload.ts'
import {
  type FindingPage,
  findingPage,
  type PlanDetail,
  type PlanRow,
  planDetail,
  planRows,
  planStarted,
  rowExportQuery,
} from '#features/datasheets/plans/schema.ts'
import { runDetail } from '#features/runs/schema.ts'

type Finding = FindingPage['items'][number]
type RowOptions = { table: string; ndjson?: boolean; op?: string; column?: string; q?: string; limit?: number }

const findingsAtOnce = 500
/** What a person reads of a plan's errors on a screen; the document has all. */
const shownFindings = 50

export function registerDatasheets(program: Command): void {
  const datasheets = program.command('datasheets').description(text('datasheets.about'))
  datasheets
    .command('diff')
    .description(text('datasheets.diff'))
    .argument('<file...>', text('datasheets.files'))
    .requiredOption('--env <name>', text('datasheets.env'))
    .action(diff)
  datasheets
    .command('rows')
    .description(text('datasheets.rows'))
    .argument('<plan>', text('datasheets.plan'), idArgument)
    .requiredOption('--table <name>', text('datasheets.table'))
    .option('--ndjson', text('datasheets.ndjson'))
    .addOption(new Option('--op <op>', text('datasheets.op')).choices(rowExportQuery.shape.op.unwrap().options))
    .option('--column <name>', text('datasheets.column'))
    .option('--q <text>', text('datasheets.q'))
    .option('--limit <number>', text('runs.limit'), wholeNumber(1, 500))
    .action(rows)
  registerMapping(datasheets)
  registerUploads(datasheets)
}

async function diff(names: string[], options: { env: string }, command: Command): Promise<void> {
  const tools = shell(command)
  const { client, note } = tools
  const uploads: string[] = []
  for (const file of await localFiles(names)) {
    const kept = await sendFile(client, file)
    uploads.push(kept.id)
    note(text('datasheets.uploaded', { file: kept.name, bytes: kept.bytes }))
    if (kept.sameAs) note(text('datasheets.same', { file: kept.name, other: kept.sameAs.name }))
  }
  const { plan, run } = await client.post(planStarted, '/datasheets/plans', { environment: options.env, uploads })
  note(text('datasheets.planned', { plan: plan.id, run: run.id }))
  await tools.wait(await client.get(runDetail, `/runs/${run.id}`))
  await finish(tools, plan.id)
}

async function finish({ client, print }: Shell, id: string): Promise<void> {
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
function documentOf({ id, sha256, state, tables, unreadSheets }: PlanDetail, found: readonly Finding[]) {
  return {
    plan: { id, sha256, state },
    tables: tables.map(({ table: name, sheets, insert, update, delete: deleted, unchanged, errors, warnings }) => ({
      table: name,
      sheets: sheets.map(({ sheet }) => sheet),
      insert,
      update,
      delete: deleted,
      unchanged,
      errors,
      warnings,
      /** Where the names of `sheets` come from, in the same order. */
      read: sheets.map(({ file, sheet, rows: count }) => ({ file, sheet, rows: count })),
    })),
    errors: found.filter(({ level }) => level === 'error').map(placeOf),
    warnings: found.filter(({ level }) => level === 'warning').map(placeOf),
    unreadSheets,
  }
}

const tableHead = ['table', 'sheets', 'insert', 'update', 'delete', 'unchanged', 'errors', 'warnings'] as const

function planText(plan: PlanDetail, found: readonly Finding[]): string {
  const changes = plan.tables.map((one) => [
    one.table,
    one.sheets.map(({ file, sheet }) => `${file} / ${sheet}`).join('\n'),
    one.insert,
    one.update,
    one.delete,
    one.unchanged,
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
    places.length ? table(head, places) : '',
    found.length > places.length ? text('datasheets.shown', { shown: places.length, matching: found.length }) : '',
  ]
    .filter(Boolean)
    .join('\n')
}

async function rows(id: string, options: RowOptions, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const { table: name, ndjson, limit, ...filters } = options
  const query = new URLSearchParams(filters)
  const path = `/datasheets/plans/${id}/tables/${encodeURIComponent(name)}/rows`
  if (ndjson) return pour(await client.open(`${path}/export?${query}`, { accept: 'application/x-ndjson' }))
  if (limit) query.set('limit', String(limit))
  const found = await client.get(planRows, `${path}?${query}`)
  const head = [text('label.op'), text('label.key'), text('label.changes')]
  const lines = found.items.map((row) => [row.op, keyText(row), changesText(row)])
  print(found, () =>
    lines.length ? `${table(head, lines)}\n${text('datasheets.shown', { shown: lines.length, matching: found.matching })}` : text('note.none'),
  )
}

/** To stdout as it comes; a reader that is slow is waited for. */
async function pour(response: Response): Promise<void> {
  for await (const chunk of response.body ?? []) if (!process.stdout.write(chunk)) await once(process.stdout, 'drain')
}

const valueText = (value: string | null): string => value ?? 'NULL'
const keyText = ({ key }: PlanRow): string => Object.values(key).map(valueText).join(' / ')

function changesText({ op, cells }: PlanRow): string {
  const changes = Object.entries(cells)
  if (op === 'update') return changes.map(([column, [old, next]]) => `${column}: ${valueText(old)} -> ${valueText(next)}`).join('\n')
  return changes.map(([column, [old, next]]) => `${column}: ${valueText(op === 'insert' ? next : old)}`).join('\n')
}
