import { type Command, Option } from 'commander'
import type { Client } from '#cli/client.ts'
import { openDestination } from '#cli/destination.ts'
import { moment, table } from '#cli/output.ts'
import { idArgument, shell, text, wholeNumber } from '#cli/shell.ts'
import { exportFormats } from '#core/shared/export.ts'
import { type AuditEntry, auditEntry, auditPage, type Verification, verification } from '#features/audit/schema.ts'

type Filters = { q?: string; who?: string; action?: string; object?: string; outcome?: string; run?: string; from?: string; to?: string }

const filtered = (command: Command): Command =>
  command
    .option('--q <text>', text('audit.q'))
    .option('--who <person>', text('audit.who'))
    .option('--action <action>', text('audit.action'))
    .option('--object <object>', text('audit.object'))
    .addOption(new Option('--outcome <outcome>', text('audit.outcome')).choices(auditEntry.shape.outcome.options))
    .option('--run <id>', text('audit.run'), idArgument)
    .option('--from <time>', text('audit.from'))
    .option('--to <time>', text('audit.to'))

export function registerAudit(program: Command): void {
  const audit = program.command('audit').description(text('audit.about'))
  filtered(audit.command('list').description(text('audit.list')))
    .option('--limit <number>', text('audit.limit'), wholeNumber(1, 500))
    .action(list)
  audit.command('verify').description(text('audit.verify')).action(verify)
  filtered(audit.command('export').description(text('audit.export')))
    .addOption(new Option('--format <format>', text('audit.format')).choices(exportFormats).default('csv'))
    .requiredOption('--out <file>', text('audit.out'))
    .action(exportSheet)
}

async function list({ limit, ...filters }: Filters & { limit?: number }, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const query = new URLSearchParams(filters)
  if (limit) query.set('pageSize', String(limit))
  const page = await client.get(auditPage, `/audit?${query}`)
  print(page, () => (page.items.length ? `${entries(page.items)}\n${text('note.more', { shown: page.items.length, total: page.total })}` : text('note.none')))
}

async function verify(_options: unknown, command: Command): Promise<void> {
  const { client, print, note } = shell(command)
  const found = await follow(client, (part) => note(text('audit.progress', { rows: part.rows, total: part.total })))
  const { next: _, ...said } = found
  print(said, () => verdict(found))
  if (!found.ok) process.exitCode = 1
}

/** A long chain is followed in several calls, so that none takes long. */
async function follow(client: Client, seen: (part: Verification) => void): Promise<Verification> {
  for (let after: string | undefined; ; ) {
    const part = await client.post(verification, '/audit/verify', after === undefined ? {} : { after })
    if (part.next === null) return part
    seen(part)
    after = part.next
  }
}

function verdict({ ok, rows, unsealed, firstBroken, head }: Verification): string {
  if (ok) return text('audit.whole', { rows, unsealed, seq: head.seq, hash: head.hash })
  const { seq, id, reason } = firstBroken ?? { seq: null, id: null, reason: 'head' as const }
  return text('audit.broken', { seq: seq ?? '-', id: id ?? '-', reason: text(`audit.reason.${reason}`) })
}

async function exportSheet({ out, format, ...filters }: Filters & { out: string; format: string }, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const destination = await openDestination(out)
  try {
    const bytes = await destination.fill(await client.open(`/audit/export?${new URLSearchParams({ format, ...filters })}`, { accept: '*/*' }))
    print({ file: destination.file, bytes }, () => text('note.written', { file: destination.file, bytes }))
  } finally {
    await destination.drop()
  }
}

function entries(items: readonly AuditEntry[]): string {
  const head = [text('label.id'), text('label.time'), text('label.who'), text('label.action'), text('label.object'), text('label.outcome'), text('label.ip')]
  return table(
    head,
    items.map((item) => [item.id, moment(item.at), item.who.name, item.action, item.object, item.outcome, item.ip]),
  )
}
