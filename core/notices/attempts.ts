const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** How long is waited after the first, second, … attempt that failed. After the one that follows the last wait it is given up. */
export const waitsMs = [5 * second, 30 * second, 2 * minute, 10 * minute, hour, 6 * hour] as const

/** How an attempt ended. `final`: another one would end the same way. `error` is a code and, after a colon, what was said. */
export type Outcome = { delivered: true; status: number | null } | { delivered: false; status: number | null; error: string; final: boolean }

/** Milliseconds until the next attempt, after this many; null when it is given up. */
export const waitAfter = (attempts: number): number | null => waitsMs[attempts - 1] ?? null

/** What a receiver's answer means: only 2xx says that the message is there. A redirect is not followed. */
export function judgeAnswer(status: number): Outcome {
  if (status >= 200 && status < 300) return { delivered: true, status }
  return { delivered: false, status, error: status >= 300 && status < 400 ? 'redirect' : 'answer', final: false }
}

const byCode: Readonly<Record<string, string>> = {
  ABORT_ERR: 'timeout',
  ADDRESS_FORBIDDEN: 'address_forbidden',
  EABORT: 'timeout',
  EAI_AGAIN: 'host_unknown',
  EAUTH: 'mail_sign_in',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'dropped',
  EDNS: 'host_unknown',
  EENVELOPE: 'mail_refused',
  EHOSTUNREACH: 'unreachable',
  EMAILOFF: 'mail_off',
  EMESSAGE: 'mail_refused',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'host_unknown',
  EPIPE: 'dropped',
  ETIMEDOUT: 'timeout',
  ETLS: 'tls',
  HPE_INVALID_CONSTANT: 'no_http',
}
const tlsCodes = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|HOSTNAME_MISMATCH)/
const tlsWords = /certificate|altnames|SSL routines|wrong version number/i
const longestDetail = 400

/** Words that name an attempt's end for `notices.faults.<code>`. */
export const faultCodes = [...new Set([...Object.values(byCode), 'answer', 'redirect', 'sealed', 'other'])]

/** Why nothing arrived, from the error of a socket or of the mail library; a mail server's 5xx to an address or a text is final. */
export function judgeError(error: { code?: string; name?: string; message: string; responseCode?: number }): Outcome {
  const { code = '', name, message, responseCode: status = null } = error
  // The mail library calls every trouble of its socket ESOCKET and leaves the system's word in the message.
  const said = byCode[code] ?? byCode[/\bE[A-Z_]+\b/.exec(message)?.[0] ?? '']
  const word = name === 'TimeoutError' ? 'timeout' : tlsCodes.test(code) || tlsWords.test(message) ? 'tls' : (said ?? 'other')
  const detail = message.replace(/\s+/g, ' ').slice(0, longestDetail)
  return { delivered: false, status, error: `${word}: ${detail}`, final: word === 'mail_refused' && (status ?? 0) >= 500 }
}
