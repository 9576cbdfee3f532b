import 'server-only'
import { env, publicUrl } from '#server/env.ts'

/**
 * The caller's address: with N trusted proxies the Nth entry from the right of X-Forwarded-For (what the outermost
 * trusted proxy saw), never the leftmost, which the caller writes. Without proxies the console sees loopback only.
 */
export function clientIp(headers: Headers): string {
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim())
  const trusted = env.TRUSTED_PROXIES ?? 0
  return (trusted > 0 ? hops.at(-trusted) : undefined) || 'local'
}

/**
 * Whether a browser may have sent this from another site: Sec-Fetch-Site where there is one, else Origin. A request
 * with a cookie and neither is refused; one without a cookie comes from no browser session.
 */
export function crossSite(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  if (site) return site !== 'same-origin'
  const origin = headers.get('origin')
  if (!origin) return headers.has('cookie')
  return origin !== new URL(publicUrl).origin && origin !== `http://${headers.get('host')}`
}
