import { type Command, InvalidArgumentError, Option } from 'commander'
import { namesOf } from '#cli/datasheets-names.ts'
import { openDestination } from '#cli/destination.ts'
import { table } from '#cli/output.ts'
import { ProblemError } from '#cli/problem.ts'
import { shell, text } from '#cli/shell.ts'
import { exportFormats, exportStarted, type SheetExport, sheetExport } from '#features/datasheets/exports/schema.ts'
import { runDetail } from '#features/runs/schema.ts'

type Out = { file: string; format: (typeof exportFormats)[number] }
type Options = { env: string; tables?: string[]; all?: boolean; out: Out }

/** The name of the file says what it is to be. */
function outOf(file: string): Out {
  const format = exportFormats.find((one) => file.toLowerCase().endsWith(`.${one}`))
  if (!format) throw new InvalidArgumentError(text('datasheets.export_form'))
  return { file, format }
}

export function registerExport(datasheets: Command): void {
  datasheets
    .command('export')
    .description(text('datasheets.export'))
    .requiredOption('--env <name>', text('datasheets.env'))
    .addOption(new Option('--tables <names>', text('datasheets.export_tables')).argParser(namesOf).conflicts('all'))
    .option('--all', text('datasheets.export_all'))
    .requiredOption('--out <file>', text('datasheets.export_out'), outOf)
    .action(exportTables)
}

async function exportTables({ env, tables, all, out }: Options, command: Command): Promise<void> {
  // To export everything has to be said.
  if (!tables && !all) command.error(text('datasheets.export_what'), { exitCode: 2 })
  const { client, print, note, wait } = shell(command)
  const destination = await openDestination(out.file)
  try {
    const started = await client.post(exportStarted, '/datasheets/exports', { environment: env, format: out.format, ...(tables ? { tables } : {}) })
    const { id, state } = await wait(await client.get(runDetail, `/runs/${started.run.id}`))
    const found = await client.get(sheetExport, `/datasheets/exports/${id}`)
    const bytes = await destination.fill(await client.open(`/runs/${id}/artefacts/${artefactOf(found)}`))
    const outcome = found.outcome as NonNullable<SheetExport['outcome']>
    for (const name of outcome.left) note(text('datasheets.export_left', { table: name }))
    if (!outcome.check) note(text('datasheets.export_beyond', { caps: outcome.beyond.join(', ') }))
    else if (outcome.check.keyless.length > 0) note(text('datasheets.export_keyless', { tables: outcome.check.keyless.join(', ') }))
    const { sha256, tables: written, left, beyond, check } = outcome
    print({ run: { id, state }, file: destination.file, bytes, sha256, tables: written, left, beyond, check }, () =>
      [tablesText(written), checkText(check)].join('\n'),
    )
  } finally {
    await destination.drop()
  }
}

function artefactOf({ run, outcome, artefact }: SheetExport): string {
  if (outcome && artefact) return artefact.id
  const title = text('datasheets.export_gone')
  throw new ProblemError({ type: 'about:blank', title, status: 410, code: 'artefact_expired', detail: `${text('label.run')} ${run.id}` })
}

type Outcome = NonNullable<SheetExport['outcome']>

const tablesText = (written: Outcome['tables']): string =>
  table(
    [text('label.table'), text('label.rows'), text('label.sheets')],
    written.map(({ table: name, rows, sheets }) => [name, rows, sheets.join(', ')]),
  )

function checkText(check: Outcome['check']): string {
  if (!check) return ''
  const { insert, update, delete: gone, errors } = check
  return text('datasheets.export_check', { insert, update, gone, errors })
}
