import { type NextRequest, NextResponse } from 'next/server'

/** The policy of every page: scripts and styles by nonce only, nothing from any other host. */
function policy(nonce: string, development: boolean): string {
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // The development overlay writes styles without a nonce.
    development ? `style-src 'self' 'unsafe-inline'` : `style-src 'self' 'nonce-${nonce}'`,
    // React and Mantine set style attributes; they cannot carry a nonce.
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `manifest-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

const fixed = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
} as const

/** Sets the nonce, the path for pages, and the security headers. Decides nothing about access: every route and page does that itself. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID())
  // biome-ignore lint/style/noProcessEnv: replaced at build time; the proxy must not load the server's settings
  const csp = policy(nonce, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  // Where a person who must sign in first wanted to go.
  headers.set('x-path', `${request.nextUrl.pathname}${request.nextUrl.search}`)
  headers.set('content-security-policy', csp)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', csp)
  for (const [name, value] of Object.entries(fixed)) response.headers.set(name, value)
  return response
}

// `api/` stays out: a body that passes through here is cut at 10 MB, and the API sets its own headers.
export const config = { matcher: ['/((?!api/|_next/static|_next/image|healthz|readyz|metrics).*)'] }
