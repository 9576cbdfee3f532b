import 'server-only'
import compile from 'icu-minify/compile'
import english from '#messages/en.json' with { type: 'json' }
import korean from '#messages/ko.json' with { type: 'json' }
import type { Locale } from '#server/http/locale.ts'

type Source = { [name: string]: string | Source }
/** A text of a catalogue as the formatter takes it. */
export type Compiled = ReturnType<typeof compile>
export type Catalogue = { [name: string]: Compiled | Catalogue }

const compiled = (source: Source): Catalogue =>
  Object.fromEntries(Object.entries(source).map(([name, text]) => [name, typeof text === 'string' ? compile(text) : compiled(text)]))

const sources: Record<Locale, Source> = { ko: korean, en: english }
const kept = new Map<Locale, Catalogue>()

/** All words of a language, parsed once per process: whoever formats them, browsers above all, needs no parser. */
export function catalogueOf(locale: Locale): Catalogue {
  // Through JSON, because the compiler's objects have no prototype and such are not handed to browsers.
  const found = kept.get(locale) ?? (JSON.parse(JSON.stringify(compiled(sources[locale]))) as Catalogue)
  kept.set(locale, found)
  return found
}
