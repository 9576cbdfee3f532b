import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Client } from '#cli/client.ts'
import { stranger } from '#cli/login.ts'
import { facts, moment, table } from '#cli/output.ts'
import { ProblemError } from '#cli/problem.ts'
import { passwordFromStdin } from '#cli/secret-input.ts'
import { type Shell, shell, text } from '#cli/shell.ts'
import { roles } from '#core/shared/permissions.ts'
import { type Invitation, invitation, invitationAccepted, type Person, person, personPage } from '#features/accounts/people/schema.ts'

const roleOption = () => new Option('--role <role>', text('users.role')).choices([...roles]).makeOptionMandatory()

/** The secret of a link: what stands behind `#` in its link, or the whole when there is none. */
function linkToken(link: string): string {
  const token = link.slice(link.indexOf('#') + 1)
  if (/^[A-Za-z0-9_-]{20,100}$/.test(token)) return token
  throw new InvalidArgumentError(text('usage.link'))
}

export function registerUsers(program: Command): void {
  const users = program.command('users').description(text('users.about'))
  users
    .command('add')
    .description(text('users.add'))
    .argument('<email>', text('users.email'))
    .addOption(roleOption())
    .option('--name <name>', text('argument.name'))
    .action(add)
  users
    .command('accept')
    .description(text('users.accept'))
    .argument('<link>', text('users.link'), linkToken)
    .requiredOption('--password-stdin', text('login.password'))
    .option('--name <name>', text('argument.name'))
    .action(accept)
  users.command('reset').description(text('users.reset')).argument('<email>', text('users.email')).action(reset)
  users.command('reset-second-factor').description(text('users.resetSecondFactor')).argument('<email>', text('users.email')).action(resetSecondFactor)
  users.command('list').description(text('users.list')).action(list)
  users.command('role').description(text('users.changeRole')).argument('<email>', text('users.email')).addOption(roleOption()).action(changeRole)
  users.command('disable').description(text('users.disable')).argument('<email>', text('users.email')).action(disable)
  users.command('enable').description(text('users.enable')).argument('<email>', text('users.email')).action(enable)
}

/** The link goes to standard output only: it is shown once. */
function printLink({ print }: Shell, { link, user, expiresAt }: Invitation): void {
  const pairs: [string, string | null][] = [
    [text('label.user'), user.email],
    [text('label.role'), user.role],
    [text('label.link'), link],
    [text('label.expires'), moment(expiresAt)],
  ]
  print({ link, user, expiresAt }, () => `${facts(pairs)}\n${text('note.token_once')}`)
}

async function add(email: string, options: { role: string; name?: string }, command: Command): Promise<void> {
  const here = shell(command)
  printLink(here, await here.client.post(invitation, '/users', { email, ...options }))
}

/** Of somebody who forgot it: the link is for that person, who chooses another one with `users accept`. */
async function reset(email: string, _options: unknown, command: Command): Promise<void> {
  const here = shell(command)
  const { id } = await find(here.client, email)
  printLink(here, await here.client.post(invitation, `/users/${id}/password-reset`, {}))
}

async function resetSecondFactor(email: string, _options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const { id, email: whose } = await find(client, email)
  await client.open(`/users/${id}/second-factor`, { method: 'DELETE' })
  print({ email: whose, secondFactor: false }, () => text('note.second_factor_reset', { email: whose }))
}

/** Whoever has the link is the person that it is for: no other identity is needed, and none is sent. */
async function accept(token: string, options: { name?: string }, command: Command): Promise<void> {
  const { print } = shell(command)
  const password = await passwordFromStdin()
  const name = options.name === undefined ? {} : { name: options.name }
  const accepted = await stranger().post(invitationAccepted, '/invitations/accept', { token, password, ...name })
  print(accepted, () => text('note.accepted', accepted))
}

async function list(_options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const items: Person[] = []
  for (let page = 1, total = 1; items.length < total; page += 1) {
    const found = await client.get(personPage, `/users?pageSize=500&page=${page}`)
    if (found.items.length === 0) break
    items.push(...found.items)
    total = found.total
  }
  const head = [text('label.user'), text('label.name'), text('label.role'), text('label.state'), text('label.seen')]
  const rows = items.map((item) => [item.email, item.name, item.role, item.state, moment(item.seenAt)])
  print({ items }, () => (rows.length ? table(head, rows) : text('note.none')))
}

/** The person with exactly this e-mail. */
async function find(client: Client, email: string): Promise<Person> {
  const { items } = await client.get(personPage, `/users?pageSize=500&q=${encodeURIComponent(email)}`)
  const found = items.find((item) => item.email === email.toLowerCase())
  if (found) return found
  throw new ProblemError({ type: 'about:blank', title: text('error.no_user'), status: 404, code: 'not_found', detail: email })
}

async function change(email: string, body: object, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const { id } = await find(client, email)
  const changed = await client.ask(person, `/users/${id}`, { method: 'PATCH', body })
  const pairs: [string, string][] = [
    [text('label.user'), changed.email],
    [text('label.role'), changed.role],
    [text('label.state'), changed.state],
  ]
  print(changed, () => facts(pairs))
}

const changeRole = (email: string, { role }: { role: string }, command: Command): Promise<void> => change(email, { role }, command)
const disable = (email: string, _options: unknown, command: Command): Promise<void> => change(email, { disabled: true }, command)
const enable = (email: string, _options: unknown, command: Command): Promise<void> => change(email, { disabled: false }, command)
