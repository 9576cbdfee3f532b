import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import type { Client } from '#cli/client.ts'
import { facts, moment, table } from '#cli/output.ts'
import { ProblemError } from '#cli/problem.ts'
import { choices, shell, text } from '#cli/shell.ts'
import { type Delivery, delivery, deliveryPage, events, type Hook, type HookMade, hookList, hookMade } from '#features/notices/schema.ts'

type AddOptions = { url: string; events: string; env?: string }

const everyMs = 500
const patienceMs = 20_000
const tellable = events.filter((event) => event !== 'hooks.test')

export function registerHooks(program: Command): void {
  const hooks = program.command('hooks').description(text('hooks.about'))
  hooks.command('list').description(text('hooks.list')).action(list)
  hooks
    .command('add')
    .description(text('hooks.add'))
    .argument('<name>', text('argument.name'))
    .requiredOption('--url <url>', text('hooks.url'))
    .option('--events <names>', text('hooks.events'), choices(tellable), 'datasheets.applied')
    .option('--env <name>', text('hooks.env'))
    .action(add)
  hooks.command('remove').description(text('hooks.remove')).argument('<name>', text('argument.name')).action(remove)
  hooks.command('renew').description(text('hooks.renew')).argument('<name>', text('argument.name')).action(renew)
  hooks.command('test').description(text('hooks.test')).argument('<name>', text('argument.name')).action(test)
}

const pathOf = (name: string): string => `/hooks/${encodeURIComponent(name)}`
const placeOf = ({ environment }: Hook): string => environment?.name ?? '*'

async function list(_options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const found = await client.get(hookList, '/hooks?pageSize=500')
  const head = [text('label.name'), text('label.address'), text('label.events'), text('hooks.environment')]
  const rows = found.items.map((hook) => [hook.name, hook.url, hook.events.join(','), placeOf(hook)])
  print(found, () => (rows.length ? table(head, rows) : text('note.none')))
}

async function add(name: string, options: AddOptions, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const body = { name, url: options.url, events: options.events.split(','), environment: options.env ?? null }
  const made = await client.post(hookMade, '/hooks', body)
  print(made, () => secretText(made))
}

async function renew(name: string, _options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const made = await client.post(hookMade, `${pathOf(name)}/secret`)
  print(made, () => secretText(made))
}

const secretText = (made: HookMade): string =>
  facts([
    [text('label.id'), made.id],
    [text('label.name'), made.name],
    [text('label.address'), made.url],
    [text('label.events'), made.events.join(', ')],
    [text('hooks.environment'), placeOf(made)],
    [text('label.secret'), made.secret],
    ...(made.oldSecretUntil === null ? [] : [[text('hooks.old_secret'), moment(made.oldSecretUntil)] as const]),
  ])

async function remove(name: string, _options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  await client.open(pathOf(name), { method: 'DELETE' })
  print({ name, removed: true }, () => `${text('label.removed')}: ${name}`)
}

/** The delivery when its first attempt is over, or when patience is. */
async function attempted(client: Client, name: string, sent: Delivery): Promise<Delivery> {
  for (const until = Date.now() + patienceMs; ; await sleep(everyMs)) {
    const { items } = await client.get(deliveryPage, `${pathOf(name)}/deliveries?pageSize=20`)
    const now = items.find(({ id }) => id === sent.id) ?? sent
    if (now.state !== 'waiting' || now.lastError !== null || Date.now() > until) return now
  }
}

async function test(name: string, _options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const done = await attempted(client, name, await client.post(delivery, `${pathOf(name)}/test`))
  if (done.state === 'delivered' || command.optsWithGlobals().json) print(done, () => `${done.lastStatus ?? ''} ${done.state}`)
  if (done.state === 'delivered') return
  const title = text(done.lastError === null ? 'hooks.not_sent' : 'hooks.not_arrived')
  const detail = [done.lastStatus, done.lastError].filter((part) => part !== null).join(' ') || null
  throw new ProblemError({ type: 'about:blank', title, status: 409, code: 'hook_test_failed', detail })
}
