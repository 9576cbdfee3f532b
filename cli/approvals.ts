import { type Command, Option } from 'commander'
import { moment, table } from '#cli/output.ts'
import { choices, shell, text, wholeNumber } from '#cli/shell.ts'
import { type Approval, approval, approvalPage } from '#features/approvals/schema.ts'

type ListOptions = { box?: string; state?: string; limit?: number }

export function registerApprovals(program: Command): void {
  const approvals = program.command('approvals').description(text('approvals.about'))
  approvals
    .command('list')
    .description(text('approvals.list'))
    .addOption(new Option('--box <box>', text('approvals.box')).choices(['inbox', 'mine', 'review']))
    .option('--state <state>', text('approvals.state'), choices(approval.shape.state.options))
    .option('--limit <number>', text('runs.limit'), wholeNumber(1, 500))
    .action(list)
}

const agreed = ({ decisions, required }: Approval): string => `${decisions.filter(({ verdict }) => verdict === 'approve').length}/${required}`

async function list({ limit, ...filters }: ListOptions, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const query = new URLSearchParams(filters)
  if (limit) query.set('pageSize', String(limit))
  const page = await client.get(approvalPage, `/approvals?${query}`)
  const head = [
    text('label.id'),
    text('label.kind'),
    text('approvals.subject'),
    text('label.state'),
    text('approvals.environment'),
    text('label.rows'),
    text('approvals.agreed'),
    text('approvals.by'),
    text('approvals.until'),
  ]
  const rows = page.items.map((one) => [
    one.id,
    one.kind,
    one.subject,
    one.state,
    one.environment?.name,
    String(one.size),
    agreed(one),
    one.requestedBy.name,
    moment(one.expiresAt),
  ])
  print(page, () => (rows.length ? `${table(head, rows)}\n${text('note.more', { shown: rows.length, total: page.total })}` : text('note.none')))
}
