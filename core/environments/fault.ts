import { withoutCredentials } from '#core/shared/credentials.ts'
import { type Refusal, type RefusalParams, refuse } from '#core/shared/refusal.ts'

/** What a driver's or the network's error says of itself. `errno` is the server's number, e.g. 1045. */
export type ErrorFacts = { code?: string | undefined; errno?: number | undefined; message: string }
export type Target = { host: string; port: number; database: string; user: string }

const byNumber: Readonly<Record<number, string>> = {
  1040: 'environment_too_many_connections',
  1044: 'environment_database_denied',
  1045: 'environment_access_denied',
  1049: 'environment_database_unknown',
  1129: 'environment_host_blocked',
  1130: 'environment_host_blocked',
  1203: 'environment_too_many_connections',
  1226: 'environment_too_many_connections',
  1251: 'environment_sign_in_method',
  1698: 'environment_access_denied',
  1820: 'environment_password_expired',
  1862: 'environment_password_expired',
  3118: 'environment_account_locked',
  3159: 'environment_tls_required',
  4151: 'environment_account_locked',
  45012: 'environment_timeout',
  45023: 'environment_tls_missing',
}

const byCode: Readonly<Record<string, string>> = {
  ADDRESS_FORBIDDEN: 'address_forbidden',
  ENOTFOUND: 'environment_host_unknown',
  EAI_AGAIN: 'environment_host_unknown',
  EAI_NODATA: 'environment_host_unknown',
  ECONNREFUSED: 'environment_refused',
  EHOSTUNREACH: 'environment_unreachable',
  ENETUNREACH: 'environment_unreachable',
  EACCES: 'environment_unreachable',
  ETIMEDOUT: 'environment_timeout',
  ER_SOCKET_TIMEOUT: 'environment_timeout',
  ECONNRESET: 'environment_not_mysql',
  EPIPE: 'environment_not_mysql',
  ER_SOCKET_UNEXPECTED_CLOSE: 'environment_not_mysql',
  ER_UNEXPECTED_PACKET: 'environment_not_mysql',
}

const certificate = /certificate|self.signed|altnames|SSL routines|wrong version number|unable to verify/i
const certificateCodes = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|HOSTNAME_MISMATCH)/
const secureTransport = /require_secure_transport|insecure transport|Connections using insecure/i
const method = /authentication (plugin|method)/i

function codeOf({ code = '', errno = 0, message }: ErrorFacts): string {
  if (secureTransport.test(message)) return 'environment_tls_required'
  if (certificateCodes.test(code) || certificate.test(message)) return 'environment_tls_untrusted'
  if (method.test(message)) return 'environment_sign_in_method'
  return byNumber[errno] ?? byCode[code] ?? 'environment_failed'
}

/** Why a game database could not be reached or asked, in our words; `detail` is the other side's, without any secret. */
export function faultOf(error: ErrorFacts, target: Target, secrets: readonly string[]): Refusal {
  const detail = withoutCredentials(error.message, secrets)
    .replace(/^\(conn:-?\d+, no: \d+, SQLState: \w+\) /, '')
    .split('\n')[0]
    ?.slice(0, 300)
  const { host, port, database, user } = target
  const params: RefusalParams = { host, port, database, user, detail: detail || '-' }
  return refuse(codeOf(error), 502, params)
}
