import { type Command, InvalidArgumentError } from 'commander'
import { namesOf } from '#cli/datasheets-names.ts'
import { moment, table } from '#cli/output.ts'
import { idArgument, shell, text, wholeNumber } from '#cli/shell.ts'
import { type Approval, approval } from '#features/approvals/schema.ts'
import { type History, history } from '#features/datasheets/history/schema.ts'
import { importDetail, importPage, importStarted, importStates, type SheetImport, undoOpened } from '#features/datasheets/imports/schema.ts'
import { runDetail } from '#features/runs/schema.ts'

type Choice = { tables?: string[]; deletes: boolean }
type ApplyOptions = Choice & { sha256: string; confirm?: { environment: string; rows: number }; confirmTable?: string[] }
type HistoryOptions = { env: string; table: string; key?: string; column?: string; limit: number }
type ListOptions = { env?: string; state?: string; table?: string; limit?: number }

/** `ENVIRONMENT:ROWS`; a name may have colons of its own. */
function confirmOf(value: string): { environment: string; rows: number } {
  const found = /^(.+):(\d{1,9})$/.exec(value)
  if (!found) throw new InvalidArgumentError(text('datasheets.confirm_form'))
  return { environment: found[1] ?? '', rows: Number(found[2]) }
}

const withPlan = (parent: Command, name: string, about: string): Command =>
  parent.command(name).description(about).argument('<plan>', text('datasheets.plan'), idArgument)
const withChoice = (command: Command): Command =>
  command.option('--tables <names>', text('datasheets.tables'), namesOf).option('--no-deletes', text('datasheets.no_deletes'))

export function registerImports(datasheets: Command): void {
  withChoice(withPlan(datasheets, 'approve', text('datasheets.approve')).option('--comment <text>', text('datasheets.comment'), '')).action(approve)
  withPlan(datasheets, 'reject', text('datasheets.reject')).requiredOption('--reason <text>', text('datasheets.reason')).action(reject)
  withChoice(withPlan(datasheets, 'apply', text('datasheets.apply')).requiredOption('--sha256 <hash>', text('datasheets.sha256')))
    .option('--confirm <environment:rows>', text('datasheets.confirm'), confirmOf)
    .option('--confirm-table <name...>', text('datasheets.confirm_table'))
    .action(apply)
  datasheets.command('undo').description(text('datasheets.undo')).argument('<import>', text('datasheets.import_id'), idArgument).action(undo)
  datasheets
    .command('history')
    .description(text('datasheets.history'))
    .requiredOption('--env <name>', text('datasheets.env'))
    .requiredOption('--table <name>', text('datasheets.table'))
    .option('--key <key>', text('datasheets.key'))
    .option('--column <name>', text('datasheets.history_column'))
    .option('--limit <number>', text('runs.limit'), wholeNumber(1, 1_000), 50)
    .action(showHistory)
  registerList(datasheets.command('imports').description(text('datasheets.imports')))
}

function registerList(imports: Command): void {
  imports
    .command('list')
    .description(text('datasheets.imports_list'))
    .option('--env <name>', text('datasheets.env'))
    .option('--state <state>', importStates.join(', '))
    .option('--table <name>', text('datasheets.table'))
    .option('--limit <number>', text('runs.limit'), wholeNumber(1, 500))
    .action(list)
  imports.command('show').description(text('datasheets.imports_show')).argument('<import>', text('datasheets.import_id'), idArgument).action(show)
}

const choiceOf = ({ tables, deletes }: Choice) => ({ ...(tables ? { tables } : {}), deletes })
const saidOf = ({ id, subject, state, size, sha256 }: Approval): string =>
  table([text('label.id'), text('label.plan'), text('label.state'), text('label.rows'), 'SHA-256'], [[id, subject, state, size, sha256]])

async function approve(plan: string, { comment, ...choice }: Choice & { comment: string }, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const body = { verdict: 'approve', comment, ...choiceOf(choice) }
  const decided = await client.post(approval, `/datasheets/plans/${plan}/decisions`, body)
  print(decided, () => saidOf(decided))
}

async function reject(plan: string, { reason }: { reason: string }, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const decided = await client.post(approval, `/datasheets/plans/${plan}/decisions`, { verdict: 'reject', comment: reason })
  print(decided, () => saidOf(decided))
}

async function apply(plan: string, { sha256, confirm, confirmTable = [], ...choice }: ApplyOptions, command: Command): Promise<void> {
  const { client, print, note, wait } = shell(command)
  // Who names a table as one to be written has typed its name.
  const confirmTables = [...new Set([...(choice.tables ?? []), ...confirmTable])]
  const body = { sha256, ...choiceOf(choice), ...(confirm ? { confirm } : {}), ...(confirmTables.length ? { confirmTables } : {}) }
  const started = await client.post(importStarted, `/datasheets/plans/${plan}/apply`, body)
  note(text('datasheets.importing', { import: started.import.id, run: started.run.id }))
  const { id, state } = await wait(await client.get(runDetail, `/runs/${started.run.id}`))
  const { inserted, updated, deleted } = await client.get(importDetail, `/datasheets/imports/${started.import.id}`)
  print({ run: { id, state }, import: started.import, inserted, updated, deleted }, () =>
    table(
      [text('datasheets.import'), text('label.run'), text('label.insert'), text('label.update'), text('label.delete')],
      [[started.import.id, id, inserted, updated, deleted]],
    ),
  )
}

async function undo(id: string, _options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const { plan } = await client.post(undoOpened, `/datasheets/imports/${id}/undo`)
  print({ plan: { id: plan.id, sha256: plan.sha256, state: plan.state } }, () => `${text('label.plan')} ${plan.id} ${plan.state} ${plan.sha256 ?? ''}`)
}

/** As many items as asked for, however many answers that takes: looking for one row may stop before it finds enough. */
async function showHistory({ env, table: name, limit, ...filters }: HistoryOptions, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const items: History['items'] = []
  let next: string | null = null
  for (;;) {
    const query = new URLSearchParams({ environment: env, table: name, ...filters, limit: String(Math.min(200, limit - items.length)) })
    if (next !== null) query.set('before', next)
    const found: History = await client.get(history, `/datasheets/history?${query}`)
    items.push(...found.items)
    next = found.next
    if (next === null || items.length >= limit) return print({ ...found, items, next }, () => historyText(items))
  }
}

function historyText(items: History['items']): string {
  if (items.length === 0) return text('datasheets.history_none')
  const head = [text('label.time'), text('label.who'), text('datasheets.import'), text('label.file'), text('label.changes')]
  return table(
    head,
    items.map((one) => [moment(one.at), one.by.name, one.import, sourceText(one), changeText(one)]),
  )
}

const sourceText = ({ files, undoOf }: History['items'][number]): string =>
  undoOf === null ? files.join('\n') : text('datasheets.undo_of', { import: undoOf })
const value = (cell: string | null): string => cell ?? 'NULL'

function changeText({ change, inserted, updated, deleted }: History['items'][number]): string {
  if (!change) return `+${inserted} ~${updated} -${deleted}`
  const cells = Object.entries(change.cells).map(([column, [old, now]]) =>
    change.op === 'update' ? `${column}: ${value(old)} -> ${value(now)}` : `${column}: ${value(change.op === 'insert' ? now : old)}`,
  )
  return [change.op, ...cells].join('\n')
}

const importHead = () => [
  text('label.id'),
  text('label.plan'),
  text('label.environment'),
  text('label.state'),
  text('label.insert'),
  text('label.update'),
  text('label.delete'),
  text('label.who'),
  text('label.created'),
]
const importRow = (one: SheetImport) => [
  one.id,
  one.plan,
  one.environment.name,
  one.undoneBy === null ? one.state : `${one.state} (${text('datasheets.undone_by', { import: one.undoneBy })})`,
  one.inserted,
  one.updated,
  one.deleted,
  one.createdBy.name,
  moment(one.createdAt),
]

async function list({ env, limit, ...filters }: ListOptions, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const query = new URLSearchParams({ ...filters, ...(env ? { environment: env } : {}), ...(limit ? { pageSize: String(limit) } : {}) })
  const page = await client.get(importPage, `/datasheets/imports?${query}`)
  const shown = page.items.length
  print(page, () => (shown ? `${table(importHead(), page.items.map(importRow))}\n${text('note.more', { shown, total: page.total })}` : text('note.none')))
}

async function show(id: string, _options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const found = await client.get(importDetail, `/datasheets/imports/${id}`)
  const head = [text('label.table'), text('label.insert'), text('label.update'), text('label.delete')]
  const rows = found.tables.map((one) => [one.table, one.inserted, one.updated, one.deleted])
  print(found, () => [table(importHead(), [importRow(found)]), rows.length ? table(head, rows) : ''].filter(Boolean).join('\n'))
}
