import { once } from 'node:events'
import { type Command, Option } from 'commander'
import { registerCompare } from '#cli/datasheets-compare.ts'
import { registerExport } from '#cli/datasheets-export.ts'
import { registerImports } from '#cli/datasheets-imports.ts'
import { registerMapping } from '#cli/datasheets-mapping.ts'
import { printPlan } from '#cli/datasheets-plan.ts'
import { registerUploads } from '#cli/datasheets-uploads.ts'
import { table } from '#cli/output.ts'
import { idArgument, shell, text, wholeNumber } from '#cli/shell.ts'
import { localFiles, sendFile } from '#cli/upload.ts'
import { type PlanRow, planRows, planStarted, rowExportQuery } from '#features/datasheets/plans/schema.ts'
import { runDetail } from '#features/runs/schema.ts'

type RowOptions = { table: string; ndjson?: boolean; op?: string; column?: string; q?: string; limit?: number }

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
  registerCompare(datasheets)
  registerImports(datasheets)
  registerExport(datasheets)
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
  await printPlan(tools, plan.id)
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
