export type Locale = 'ko' | 'en'

const ofTag = (tag: string): Locale | null => (/^ko\b/i.test(tag) ? 'ko' : /^en\b/i.test(tag) ? 'en' : null)

/** The caller's language: the console's `locale` cookie, then Accept-Language in the caller's order, then Korean. */
export function localeOf(headers: Headers): Locale {
  const cookie = /(?:^|;\s*)locale=(ko|en)\b/.exec(headers.get('cookie') ?? '')?.[1]
  if (cookie === 'ko' || cookie === 'en') return cookie
  const wanted = (headers.get('accept-language') ?? '')
    .split(',')
    .map((part) => ({ tag: part.trim().split(';')[0] ?? '', q: Number(/;q=([\d.]+)/.exec(part)?.[1] ?? 1) }))
    .sort((a, b) => b.q - a.q)
  for (const { tag } of wanted) {
    const found = ofTag(tag)
    if (found) return found
  }
  return 'ko'
}
