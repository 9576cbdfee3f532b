import type { Command } from 'commander'
import { moment, table } from '#cli/output.ts'
import { shell, text, wholeNumber } from '#cli/shell.ts'
import { uploadPage } from '#features/datasheets/uploads/schema.ts'

export function registerUploads(datasheets: Command): void {
  const uploads = datasheets.command('uploads').description(text('datasheets.uploads'))
  uploads
    .command('list')
    .description(text('datasheets.uploads_list'))
    .option('--q <text>', text('datasheets.q'))
    .option('--limit <number>', text('runs.limit'), wholeNumber(1, 500))
    .action(list)
  uploads.command('delete').description(text('datasheets.uploads_delete')).argument('<id>', text('datasheets.upload_id')).action(remove)
}

async function list({ q, limit }: { q?: string; limit?: number }, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const query = new URLSearchParams({ ...(q ? { q } : {}), ...(limit ? { pageSize: String(limit) } : {}) })
  const page = await client.get(uploadPage, `/datasheets/uploads?${query}`)
  const head = [
    text('label.id'),
    text('label.file'),
    text('label.sheets'),
    text('label.bytes'),
    text('label.who'),
    text('label.created'),
    text('label.expires'),
  ]
  const rows = page.items.map((item) => [
    item.id,
    item.name,
    item.sheets.map(({ name }) => name).join('\n'),
    item.bytes,
    item.createdBy.name,
    moment(item.createdAt),
    moment(item.expiresAt),
  ])
  print(page, () => (rows.length ? `${table(head, rows)}\n${text('note.more', { shown: rows.length, total: page.total })}` : text('note.none')))
}

async function remove(id: string, _options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  await client.open(`/datasheets/uploads/${encodeURIComponent(id)}`, { method: 'DELETE' })
  print({ id, removed: true }, () => `${text('label.removed')}: ${id}`)
}
