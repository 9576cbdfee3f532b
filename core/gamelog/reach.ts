import { type Refusal, refuse } from '#core/shared/refusal.ts'

/** "It cannot be reached" said more plainly, where the network's words tell why: a name that nobody knows, or a port where nothing listens. */
export function reachFault(refusal: Refusal, { hostname, port, protocol }: Pick<URL, 'hostname' | 'port' | 'protocol'>): Refusal {
  if (refusal.code !== 'source_unreachable') return refusal
  const detail = String(refusal.params.detail)
  if (/ENOTFOUND|EAI_AGAIN|EAI_NODATA/.test(detail)) return refuse('source_host_unknown', 502, { host: hostname })
  if (/ECONNREFUSED/.test(detail)) return refuse('source_refused', 502, { host: hostname, port: Number(port || (protocol === 'https:' ? 443 : 80)) })
  if (/socket hang up|ECONNRESET|Parse Error|EPIPE/.test(detail)) return refuse('source_not_opensearch', 502, { detail })
  return refusal
}
