import pino from 'pino'
import { env } from '#server/env.ts'

/** Structured log on stdout; values that may hold secrets are replaced. */
export const log = pino({
  level: env.LOG_LEVEL,
  base: { pid: process.pid },
  redact: {
    paths: ['password', 'token', 'secret', 'authorization', 'cookie', '*.password', '*.token', '*.secret', '*.authorization', '*.cookie', 'headers.*'],
    censor: '[redacted]',
  },
})
