import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import type { Client } from '#cli/client.ts'
import { openDestination } from '#cli/destination.ts'
import { callerDirectory } from '#cli/env.ts'
import { ProblemError } from '#cli/problem.ts'
import { shell, text, wholeNumber } from '#cli/shell.ts'
import { type StoredMapping, savedMapping, storedMapping } from '#features/datasheets/mapping/schema.ts'

type Options = { env: string; mappingVersion?: number }

const mappingPath = (environment: string): string => `/datasheets/mappings/${encodeURIComponent(environment)}`

export function registerMapping(datasheets: Command): void {
  const mapping = datasheets.command('mapping').description(text('datasheets.mapping'))
  mapping
    .command('get')
    .description(text('datasheets.mapping_get'))
    .argument('[file]', text('datasheets.mapping_file'))
    .requiredOption('--env <name>', text('datasheets.env'))
    .option('--mapping-version <number>', text('datasheets.mapping_version'), wholeNumber(0, 1_000_000_000))
    .action(get)
  mapping
    .command('set')
    .description(text('datasheets.mapping_set'))
    .argument('<file>', text('datasheets.mapping_file'))
    .requiredOption('--env <name>', text('datasheets.env'))
    .action(set)
}

const asFile = ({ mapping }: StoredMapping): string => `${JSON.stringify(mapping, null, 2)}\n`

const load = (client: Client, { env, mappingVersion }: Options): Promise<StoredMapping> =>
  client.get(storedMapping, `${mappingPath(env)}${mappingVersion === undefined ? '' : `?version=${mappingVersion}`}`)

/** Without a file the mapping itself goes to stdout, so that `get > file` and `set file` fit together. */
async function get(file: string | undefined, options: Options, command: Command): Promise<void> {
  const { client, print } = shell(command)
  if (file === undefined) return void process.stdout.write(asFile(await load(client, options)))
  const destination = await openDestination(file)
  try {
    const found = await load(client, options)
    const bytes = await destination.fill(new Response(asFile(found)))
    const { version, environment } = found
    print({ environment: environment.name, version, file: destination.file, bytes }, () => text('note.written', { file: destination.file, bytes }))
  } finally {
    await destination.drop()
  }
}

const fault = (code: 'file_unreadable' | 'not_json', file: string, error: unknown): ProblemError =>
  new ProblemError({
    type: 'about:blank',
    title: text(`datasheets.${code}`),
    status: 400,
    code,
    detail: `${file}: ${error instanceof Error ? error.message : error}`,
  })

async function readJson(name: string): Promise<unknown> {
  const file = path.resolve(callerDirectory, name)
  const said = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fault('file_unreadable', file, error)
  })
  try {
    // Editors of Windows put a byte order mark in front.
    return JSON.parse(said.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw fault('not_json', file, error)
  }
}

async function set(file: string, { env }: Options, command: Command): Promise<void> {
  const { client, print, note } = shell(command)
  const mapping = await readJson(file)
  const { version } = await load(client, { env })
  const saved = await client.ask(savedMapping, mappingPath(env), { method: 'PUT', body: { version, mapping } })
  for (const { path: place, message } of saved.issues) note(`${place}: ${message}`)
  const { environment, issues } = saved
  print({ environment: environment.name, version: saved.version, issues }, () =>
    text('datasheets.saved', { environment: environment.name, version: saved.version }),
  )
}
