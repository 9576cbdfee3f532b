import type { Command } from 'commander'
import { table } from '#cli/output.ts'
import { ProblemError } from '#cli/problem.ts'
import { shell, text } from '#cli/shell.ts'
import { type Rotation, rotation } from '#features/environments/secrets/schema.ts'

export function registerSecrets(program: Command): void {
  const secrets = program.command('secrets').description(text('secrets.about'))
  secrets.command('rotate').description(text('secrets.rotate')).action(rotate)
}

/** The sums of all pieces; what is left and unreadable is what the last piece saw. */
function joined(before: Rotation | null, now: Rotation): Rotation {
  const earlier = (column: string) => before?.columns.find((one) => one.column === column)?.resealed ?? 0
  return { ...now, columns: now.columns.map((one) => ({ ...one, resealed: one.resealed + earlier(one.column) })) }
}

/** Asks for piece after piece until nothing is left; ended in the middle it is simply given again. */
async function rotate(_options: unknown, command: Command): Promise<void> {
  const { client, print, note } = shell(command)
  let total: Rotation | null = null
  do {
    total = joined(total, await client.post(rotation, '/secrets/rotate'))
    if (!total.done) note(text('secrets.left', { left: total.columns.reduce((sum, { left }) => sum + left, 0) }))
  } while (!total.done)
  const done = total
  const unreadable = done.columns.reduce((sum, column) => sum + column.unreadable, 0)
  const head = [text('label.column'), text('label.resealed'), text('label.unreadable')]
  const rows = done.columns.map((one) => [one.column, one.resealed, one.unreadable])
  print(done, () => `${table(head, rows)}\n${text('secrets.key', { key: done.keyId })}\n${text('secrets.after')}`)
  if (unreadable === 0) return
  const detail = done.columns.flatMap(({ column, unreadableRows }) => unreadableRows.map((row) => `${column} ${row}`)).join(', ')
  const title = text('error.secrets_unreadable', { count: unreadable })
  throw new ProblemError({ type: 'about:blank', title, status: 409, code: 'secrets_unreadable', detail })
}
