import type { Command } from 'commander'
import { variable } from '#cli/env.ts'
import { facts, moment, table } from '#cli/output.ts'
import { ProblemError } from '#cli/problem.ts'
import { choices, shell, text } from '#cli/shell.ts'
import { type Environment, type EnvironmentTest, environment, environmentList, environmentTest } from '#features/environments/schema.ts'

type AddressOptions = { url?: string; urlEnv?: string }
type AddOptions = AddressOptions & { kind: string; tables?: string[] }
type EditOptions = AddressOptions & { kind?: string; tables?: string[]; rename?: string }

const names = (value: string): string[] =>
  value
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)

export function registerEnvironments(program: Command): void {
  const environments = program.command('environments').description(text('environments.about'))
  environments
    .command('add')
    .description(text('environments.add'))
    .argument('<name>', text('argument.name'))
    .option('--url <url>', text('environments.url'))
    .option('--url-env <variable>', text('environments.url_env'))
    .requiredOption('--kind <kind>', text('environments.kind'), choices(['test', 'production']))
    .option('--tables <names>', text('environments.tables'), names)
    .action(add)
  environments
    .command('edit')
    .description(text('environments.edit'))
    .argument('<name>', text('argument.name'))
    .option('--rename <name>', text('sources.rename'))
    .option('--url <url>', text('environments.url'))
    .option('--url-env <variable>', text('environments.url_env'))
    .option('--kind <kind>', text('environments.kind'), choices(['test', 'production']))
    .option('--tables <names>', text('environments.tables_edit'), names)
    .action(edit)
  environments.command('list').description(text('environments.list')).action(list)
  environments.command('test').description(text('environments.test')).argument('<name>', text('argument.name')).action(test)
  environments.command('remove').description(text('environments.remove')).argument('<name>', text('argument.name')).action(remove)
}

function addressOf({ url, urlEnv }: AddressOptions, command: Command): string {
  const given = urlEnv ? variable(urlEnv) : url
  if (given) return given
  return command.error(urlEnv ? text('usage.variable', { name: urlEnv }) : text('usage.url_or_env'))
}

/** What is not said stays. The present name was typed by whoever gives the command: that is what a production environment asks for. */
async function edit(name: string, options: EditOptions, command: Command): Promise<void> {
  const { url, urlEnv, rename, ...rest } = options
  const asked = { ...rest, ...(rename ? { name: rename } : {}), ...(url || urlEnv ? { url: addressOf({ url, urlEnv }, command) } : {}) }
  if (Object.keys(asked).length === 0) command.error(text('usage.nothing_to_edit'))
  const { client, print } = shell(command)
  const body = { ...asked, confirm: name }
  const changed = await client.ask(environment, `/environments/${encodeURIComponent(name)}`, { method: 'PATCH', body })
  print(changed, () => environmentText(changed))
}

async function add(name: string, options: AddOptions, command: Command): Promise<void> {
  const url = addressOf(options, command)
  const { client, print } = shell(command)
  const added = await client.post(environment, '/environments', { name, kind: options.kind, url, tables: options.tables ?? [] })
  print(added, () => environmentText(added))
}

async function list(_options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const found = await client.get(environmentList, '/environments')
  const head = [text('label.name'), text('label.kind'), text('label.address'), text('label.database'), text('label.user'), text('label.tables')]
  const rows = found.items.map((item) => [item.name, item.kind, hostOf(item), item.address?.database, item.address?.user, item.tables.join(', ')])
  print(found, () => (rows.length ? table(head, rows) : text('note.none')))
}

async function test(name: string, _options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const found = await client.post(environmentTest, `/environments/${encodeURIComponent(name)}/test`)
  if (found.ok || command.optsWithGlobals().json) print(found, () => testText(found))
  if (found.ok) return
  const why = found.problem
  const title = why?.title ?? text('error.environment_test_failed')
  throw new ProblemError({ type: 'about:blank', title, status: 409, code: why?.code ?? 'environment_test_failed', detail: why?.detail ?? null })
}

/** The name was typed by whoever gives the command: that is what a production environment asks for. */
async function remove(name: string, _options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  await client.open(`/environments/${encodeURIComponent(name)}?confirm=${encodeURIComponent(name)}`, { method: 'DELETE' })
  print({ name, removed: true }, () => `${text('label.removed')}: ${name}`)
}

const hostOf = ({ address }: Environment): string | null => address && `${address.host}:${address.port}`

const environmentText = (item: Environment) =>
  facts([
    [text('label.id'), item.id],
    [text('label.name'), item.name],
    [text('label.kind'), item.kind],
    [text('label.address'), hostOf(item)],
    [text('label.database'), item.address?.database],
    [text('label.user'), item.address?.user],
    [text('label.tables'), item.tables.join(', ')],
    [text('label.created'), moment(item.createdAt)],
  ])

const testText = ({ found }: EnvironmentTest) =>
  found
    ? facts([
        [text('label.version'), found.version],
        [text('label.database'), found.database],
        [text('label.user'), found.user],
        [text('label.visible_tables'), found.visibleTables],
        [text('label.took'), `${found.tookMs} ms`],
      ])
    : text('label.not_ok')
