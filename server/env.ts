import { z } from 'zod'

const whole = (usual: number, most: number) => z.coerce.number().int().min(1).max(most).default(usual)

const schema = z.object({
  /** `production` demands secrets, PUBLIC_URL and proxy settings; see docs/guides/configuration.md. */
  QUARTERDECK_MODE: z.enum(['local', 'production']).default('local'),
  DATABASE_URL: z.string().default('mysql://unset'),
  REDIS_URL: z.string().default('redis://unset'),
  OPENSEARCH_URL: z.string().optional(),
  /** Where the sample's game databases are made; the console's own server when left out. */
  SAMPLE_DATABASE_URL: z.string().optional(),
  PUBLIC_URL: z.string().optional(),
  /** How many proxies in front are trusted to append to X-Forwarded-For. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).optional(),
  PORT: z.coerce.number().int().default(3300),
  /** Seals stored secrets and signs sessions. */
  QUARTERDECK_SECRET: z.string().min(32).optional(),
  /** The secret before this one, while what it sealed is sealed anew; empty counts as none. */
  QUARTERDECK_SECRET_PREVIOUS: z.union([z.literal(''), z.string().min(32)]).optional(),
  QUARTERDECK_STATE_DIR: z.string().default('.quarterdeck'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  QUEUE_PREFIX: z.string().default('quarterdeck'),
  /** Requests a minute for one caller; sign-ins and password changes a minute for one address. */
  RATE_LIMIT: z.coerce.number().int().min(1).default(1200),
  SIGN_IN_LIMIT: z.coerce.number().int().min(1).default(60),
  /** Browser sessions end after so much time without an act, and in any case so long after sign-in. */
  SESSION_IDLE_MINUTES: z.coerce.number().min(1).max(1440).default(30),
  SESSION_ABSOLUTE_HOURS: z.coerce.number().min(0.1).max(720).default(12),
  ADMIN_EMAIL: z.email().default('admin@quarterdeck.local'),
  /** How long an uploaded datasheet is kept, in days. */
  DATASHEETS_KEPT_DAYS: z.coerce.number().min(0.01).max(3650).default(30),
  /** How long a plan can be approved and applied, and how long an import can be taken back, in days. */
  DATASHEETS_PLAN_DAYS: z.coerce.number().min(0.01).max(365).default(7),
  DATASHEETS_UNDO_DAYS: z.coerce.number().min(0.01).max(3650).default(30),
  /** How long rows of a plan that was not applied are kept after its time is over, in days. */
  DATASHEETS_PLAN_KEEP_DAYS: z.coerce.number().min(0.01).max(3650).default(90),
  /** What is read of an uploaded datasheet at most; beyond it the file is refused with both numbers. */
  DATASHEETS_MAX_FILE_MB: whole(50, 2_000),
  DATASHEETS_MAX_PARTS: whole(200, 10_000),
  DATASHEETS_MAX_INFLATED_MB: whole(400, 20_000),
  DATASHEETS_MAX_RATIO: whole(200, 100_000),
  DATASHEETS_MAX_SHEETS: whole(100, 10_000),
  DATASHEETS_MAX_ROWS: whole(500_000, 100_000_000),
  DATASHEETS_MAX_CELLS: whole(5_000_000, 1_000_000_000),
  DATASHEETS_MAX_TEXT: whole(32_767, 1_000_000),
  DATASHEETS_MAX_MERGED_CELLS: whole(100_000, 100_000_000),
  /** Heap of the process that compares, all of its memory, and how long it may take. */
  DATASHEETS_HEAP_MB: whole(300, 32_000),
  DATASHEETS_MEMORY_MB: whole(600, 64_000),
  DATASHEETS_SECONDS: whole(300, 86_400),
  /** The server that sends mail, `smtp://user:password@host:587` or `smtps://...:465`, and who the mails are from; without both none are written. */
  SMTP_URL: z.union([z.literal(''), z.url({ protocol: /^smtps?$/ })]).optional(),
  MAIL_FROM: z.union([z.literal(''), z.string().regex(/^[^\r\n]*@[^\r\n]+$/)]).optional(),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
})

/** The one place of the product that reads process.env (the command line has its own in cli/env.ts). */
export const env = schema.parse(process.env)

/** Why this process may not start in production mode; empty when it may. Secrets are named, never shown. */
export function productionFaults(settings: typeof env): string[] {
  if (settings.QUARTERDECK_MODE !== 'production') return []
  const faults: string[] = []
  if (!settings.QUARTERDECK_SECRET) faults.push('QUARTERDECK_SECRET is missing: give at least 32 random characters')
  if (!settings.PUBLIC_URL) faults.push('PUBLIC_URL is missing: give the address that browsers use, e.g. https://ops.example.com')
  if (settings.TRUSTED_PROXIES === undefined) faults.push('TRUSTED_PROXIES is missing: give the number of proxies in front of the console, 0 for none')
  return faults
}

/** Address that browsers use, without a trailing slash. */
export const publicUrl = (env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`).replace(/\/+$/, '')

const developmentSecret = 'quarterdeck-local-mode-without-a-secret'
/** Key material of this installation; local mode without one (tests, tools) uses a known text. */
export const secret = env.QUARTERDECK_SECRET ?? developmentSecret
/** Opens what was sealed before the secret was changed; null when there is none. */
export const previousSecret = env.QUARTERDECK_SECRET_PREVIOUS || null
/** How mail is sent; null where it is not. */
export const mail = env.SMTP_URL && env.MAIL_FROM ? { url: env.SMTP_URL, from: env.MAIL_FROM } : null
