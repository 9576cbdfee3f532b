import pino, { type DestinationStream, type Logger } from 'pino'
import { withoutCredentials } from '#core/shared/credentials.ts'
import { env } from '#server/env.ts'

const passwordIn = (address: string | undefined): string[] => {
  if (!address || !URL.canParse(address)) return []
  const { password } = new URL(address)
  return password ? [password, decodeURIComponent(password)] : []
}

/** What must not be in any line, wherever it comes from: the passwords that this process was given, and its secrets. */
const own = [
  ...[env.DATABASE_URL, env.REDIS_URL, env.OPENSEARCH_URL, env.SAMPLE_DATABASE_URL, env.SMTP_URL].flatMap(passwordIn),
  env.QUARTERDECK_SECRET ?? '',
  env.QUARTERDECK_SECRET_PREVIOUS ?? '',
].filter((secret) => secret.length >= 8)

/** Lines of JSON without the user part of any address and without these secrets, also where an error, its cause or its stack names them. */
export function createLog(out: DestinationStream, secrets: readonly string[] = own): Logger {
  const escaped = secrets.map((secret) => JSON.stringify(secret).slice(1, -1))
  return pino(
    {
      level: env.LOG_LEVEL,
      base: { pid: process.pid },
      redact: {
        paths: ['password', 'token', 'secret', 'authorization', 'cookie', '*.password', '*.token', '*.secret', '*.authorization', '*.cookie', 'headers.*'],
        censor: '[redacted]',
      },
    },
    { write: (line) => out.write(withoutCredentials(line, escaped)) },
  )
}

/** Structured log on stdout; what may be secret is replaced. */
export const log = createLog(pino.destination({ dest: 1, sync: true }))
