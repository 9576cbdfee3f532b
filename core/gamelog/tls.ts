export const tlsModes = ['verified', 'unchecked', 'off'] as const
export type TlsMode = (typeof tlsModes)[number]

/** How the cluster of a source is spoken to: `unchecked` takes any certificate, because the source says so. */
export const tlsOf = ({ url, insecureTls }: { url: string; insecureTls: boolean }): TlsMode =>
  url.startsWith('https:') ? (insecureTls ? 'unchecked' : 'verified') : 'off'
