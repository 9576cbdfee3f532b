import { Argument, type Command, InvalidArgumentError } from 'commander'
import { facts, moment, table } from '#cli/output.ts'
import { idArgument, shell, text } from '#cli/shell.ts'
import { tokenCreated, tokenList, tokenScope } from '#features/accounts/schema.ts'

const scopes: readonly string[] = tokenScope.options

/** Collects `--scope a --scope b`, `--scope a,b` and the words after the name. */
function scope(value: string, before: string[] = []): string[] {
  const words = value.split(',')
  if (!words.every((word) => scopes.includes(word))) throw new InvalidArgumentError(text('usage.choice', { choices: scopes.join(', ') }))
  return [...before, ...words]
}

export function registerTokens(program: Command): void {
  const tokens = program.command('tokens').description(text('tokens.about'))
  tokens
    .command('create')
    .description(text('tokens.create'))
    .usage('<name> --scope <scope...> [options]')
    .argument('<name>', text('argument.name'))
    .addArgument(new Argument('[scope...]', text('tokens.scope')).argParser(scope))
    .requiredOption('--scope <scope>', text('tokens.scope'), scope)
    .action(create)
  tokens.command('list').description(text('tokens.list')).action(list)
  tokens.command('revoke').description(text('tokens.revoke')).argument('<id>', text('argument.token'), idArgument).action(revoke)
}

async function create(name: string, more: string[], options: { scope: string[] }, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const made = await client.post(tokenCreated, '/tokens', { name, scopes: [...new Set([...options.scope, ...more])] })
  const pairs: [string, string][] = [
    [text('label.id'), made.id],
    [text('label.name'), made.name],
    [text('label.scopes'), made.scopes.join(', ')],
    [text('label.token'), made.token],
  ]
  print(made, () => `${facts(pairs)}\n${text('note.token_once')}`)
}

async function list(_options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const found = await client.get(tokenList, '/tokens')
  const head = [
    text('label.id'),
    text('label.name'),
    text('label.hint'),
    text('label.scopes'),
    text('label.created'),
    text('label.last_used'),
    text('label.revoked'),
  ]
  const rows = found.items.map((item) => [
    item.id,
    item.name,
    item.hint,
    item.scopes.join(', '),
    moment(item.createdAt),
    moment(item.lastUsedAt),
    moment(item.revokedAt),
  ])
  print(found, () => (rows.length ? table(head, rows) : text('note.none')))
}

async function revoke(id: string, _options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  await client.open(`/tokens/${id}`, { method: 'DELETE' })
  print({ id, revoked: true }, () => `${text('label.revoked')}: ${id}`)
}
