import { type Command, InvalidArgumentError } from 'commander'
import { variable } from '#cli/env.ts'
import { facts, moment, table } from '#cli/output.ts'
import { ProblemError } from '#cli/problem.ts'
import { shell, text, wholeNumber } from '#cli/shell.ts'
import { type Source, type SourceTest, source, sourceList, sourceRemoved, sourceTest } from '#features/gamelog/schema.ts'

type EditOptions = Partial<Omit<AddOptions, 'insecureTls'>> & { rename?: string; insecureTls?: boolean; tlsCheck?: boolean }
type Players = { environment: string; table: string; uidColumn: string; nicknameColumn: string | null }
type AddOptions = {
  url: string
  prefix: string
  username?: string
  passwordEnv?: string
  zone?: string
  resetHour?: number
  insecureTls?: boolean
  nicknameField?: string
  players?: Players
}

/** `ENVIRONMENT:TABLE:UID_COLUMN[:NICKNAME_COLUMN]`; the name of an environment may hold colons itself. */
function players(value: string): Players {
  const found = /^(.+?):(\w+):(\w+)(?::(\w+))?$/u.exec(value)
  const [, environment, table, uidColumn, nicknameColumn = null] = found ?? []
  if (!environment || !table || !uidColumn) throw new InvalidArgumentError(text('usage.players'))
  return { environment, table, uidColumn, nicknameColumn }
}

const linked = (command: Command): Command =>
  command.option('--nickname-field <field>', text('sources.nickname_field')).option('--players <place>', text('sources.players'), players)

export function registerSources(program: Command): void {
  const sources = program.command('sources').description(text('sources.about'))
  linked(sources.command('add'))
    .description(text('sources.add'))
    .argument('<name>', text('argument.name'))
    .requiredOption('--url <url>', text('sources.url'))
    .requiredOption('--prefix <prefix>', text('sources.prefix'))
    .option('--username <name>', text('sources.username'))
    .option('--password-env <variable>', text('sources.password'))
    .option('--zone <zone>', text('sources.zone'), 'Asia/Seoul')
    .option('--reset-hour <hour>', text('sources.reset'), wholeNumber(0, 23), 0)
    .option('--insecure-tls', text('sources.insecure'))
    .action(add)
  linked(sources.command('edit'))
    .description(text('sources.edit'))
    .argument('<name>', text('argument.name'))
    .option('--rename <name>', text('sources.rename'))
    .option('--url <url>', text('sources.url'))
    .option('--prefix <prefix>', text('sources.prefix'))
    .option('--username <name>', text('sources.username'))
    .option('--password-env <variable>', text('sources.password'))
    .option('--zone <zone>', text('sources.zone'))
    .option('--reset-hour <hour>', text('sources.reset'), wholeNumber(0, 23))
    .option('--insecure-tls', text('sources.insecure'))
    .option('--no-insecure-tls', text('sources.secure'))
    .action(edit)
  sources.command('remove').description(text('sources.remove')).argument('<name>', text('argument.name')).action(remove)
  sources.command('list').description(text('sources.list')).action(list)
  sources.command('test').description(text('sources.test')).argument('<name>', text('argument.name')).action(test)
}

async function add(name: string, options: AddOptions, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const { passwordEnv, ...rest } = options
  const body = passwordEnv ? { name, ...rest, password: password(passwordEnv, options.username, command) } : { name, ...rest }
  const added = await client.post(source, '/sources', body)
  print(added, () => sourceText(added))
}

async function edit(name: string, options: EditOptions, command: Command): Promise<void> {
  const { passwordEnv, rename, ...rest } = options
  const asked = { ...rest, ...(rename ? { name: rename } : {}), ...(passwordEnv ? { password: secret(passwordEnv, command) } : {}) }
  if (Object.keys(asked).length === 0) command.error(text('usage.nothing_to_edit'))
  const { client, print } = shell(command)
  const changed = await client.ask(source, `/sources/${encodeURIComponent(name)}`, { method: 'PATCH', body: asked })
  print(changed, () => sourceText(changed))
}

async function remove(name: string, _options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const gone = await client.ask(sourceRemoved, `/sources/${encodeURIComponent(name)}`, { method: 'DELETE' })
  print({ ...gone, name }, () => `${text('label.removed')}: ${name}${gone.archived ? ` (${text('note.archived')})` : ''}`)
}

function password(name: string, username: string | undefined, command: Command): string {
  if (!username) command.error(text('usage.password_without_user'))
  return secret(name, command)
}

function secret(name: string, command: Command): string {
  const value = variable(name)
  if (!value) command.error(text('usage.variable', { name }))
  return value
}

async function list(_options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const found = await client.get(sourceList, '/sources')
  const head = [text('label.id'), text('label.name'), text('label.address'), text('label.prefix'), text('label.zone')]
  print(found, () =>
    found.items.length
      ? table(
          head,
          found.items.map((item) => [item.id, item.name, item.url, item.prefix, item.zone]),
        )
      : text('note.none'),
  )
}

async function test(name: string, _options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const found = await client.post(sourceTest, `/sources/${encodeURIComponent(name)}/test`)
  if (found.ok || command.optsWithGlobals().json) print(found, () => testText(found))
  if (found.ok) return
  const why = found.problem
  const title = why?.title ?? text('error.source_test_failed')
  throw new ProblemError({ type: 'about:blank', title, status: 409, code: why?.code ?? 'source_test_failed', detail: why?.detail ?? null })
}

const sourceText = (item: Source) =>
  facts([
    [text('label.id'), item.id],
    [text('label.name'), item.name],
    [text('label.address'), item.url],
    [text('label.prefix'), item.prefix],
    [text('label.user'), item.username],
    [text('label.zone'), item.zone],
    [text('label.reset'), item.resetHour],
    [text('label.nickname_field'), item.nicknameField],
    [text('label.player_table'), item.players && `${item.players.environment}: ${item.players.table}`],
  ])

function testText(found: SourceTest): string {
  const seen = found.preflight
  if (!seen) return text('label.ok')
  const head = [text('label.index'), text('label.documents')]
  const indices = table(
    head,
    seen.indices.map((index) => [index.name, index.documents]),
  )
  const summary = facts([
    [text('label.version'), seen.version],
    [text('label.documents'), seen.documents],
    [text('label.missing'), seen.missing.join(', ')],
    [text('label.absent'), seen.absentFields.map(({ family, field }) => `${family}: ${field}`).join(', ')],
    [text('label.faults'), seen.faults.map(({ family, field, types }) => `${family}: ${field} (${types})`).join(', ')],
    [text('label.unchecked'), seen.tls === 'unchecked' ? text('note.unchecked') : null],
    [text('label.horizon'), moment(seen.horizon)],
    [text('label.newest'), moment(seen.newest)],
  ])
  return `${indices}\n${summary}`
}
