import os from 'node:os'
import type { Command } from 'commander'
import { createClient } from '#cli/client.ts'
import { forgetLogin, keepLogin, readConnection, readLogin } from '#cli/connection.ts'
import { ProblemError } from '#cli/problem.ts'
import { passwordFromStdin } from '#cli/secret-input.ts'
import { shell, text } from '#cli/shell.ts'
import { tokenCreated } from '#features/accounts/schema.ts'

export function registerLogin(program: Command): void {
  program
    .command('login')
    .description(text('login.about'))
    .requiredOption('--email <email>', text('users.email'))
    .requiredOption('--password-stdin', text('login.password'))
    .option('--code <code>', text('login.code'))
    .action(login)
  program.command('logout').description(text('login.out')).action(logout)
}

/** A client that is nobody yet: neither a kept login nor the local token is sent with the password of somebody else. */
export const stranger = () => createClient({ ...readConnection(), token: null }, text)

async function login(options: { email: string; code?: string }, command: Command): Promise<void> {
  const { json, print } = shell(command)
  const client = stranger()
  const name = `qd login ${os.hostname()}`.slice(0, 100)
  const password = await passwordFromStdin()
  const body = { email: options.email, password, name, ...(options.code === undefined ? {} : { code: options.code }) }
  const { token, id, expiresAt } = await client.post(tokenCreated, '/session/token', body)
  if (json) return print({ token, expiresAt }, String)
  keepLogin({ url: client.url ?? '', token, id, email: options.email })
  print(null, () => text('note.logged_in', { email: options.email }))
}

async function logout(_options: unknown, command: Command): Promise<void> {
  const { print } = shell(command)
  const kept = readLogin()
  // The token ends first: a file that is gone could not end it any more.
  if (kept?.id) await revoke(kept.url, kept.token, kept.id)
  forgetLogin()
  print({ ended: kept !== undefined }, () => text(kept ? 'note.logged_out' : 'note.not_logged_in'))
}

/** A token that has ended by itself meanwhile is as good as revoked. */
async function revoke(url: string, token: string, id: string): Promise<void> {
  try {
    await createClient({ url, token }, text).open(`/tokens/${id}`, { method: 'DELETE' })
  } catch (error) {
    const ended = error instanceof ProblemError && (error.problem.status === 401 || error.problem.status === 404)
    if (!ended) throw error
  }
}
