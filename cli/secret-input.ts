import { ProblemError } from '#cli/problem.ts'
import { text } from '#cli/shell.ts'

/** The first line of standard input: a password never is an argument, because others could read it in the list of processes. */
export async function passwordFromStdin(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
  const [line = ''] = Buffer.concat(chunks).toString('utf8').split(/\r?\n/)
  if (line) return line
  throw new ProblemError({
    type: 'about:blank',
    title: text('error.password_missing'),
    status: 400,
    code: 'password_missing',
    detail: text('error.password_missing_fix'),
  })
}
