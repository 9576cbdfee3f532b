import 'server-only'
import format from 'icu-minify/format'
import type { RefusalParams } from '#core/shared/refusal.ts'
import { type Catalogue, type Compiled, catalogueOf } from '#server/http/catalogue.ts'
import type { Locale } from '#server/http/locale.ts'

export type FieldError = { path: string; code: string; detail: string }
/** RFC 9457 problem details with a stable `code`. */
export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  code: string
  params?: RefusalParams
  errors?: FieldError[]
  requestId?: string
}

type Text = (key: string, values?: RefusalParams) => string
type Translator = Text & { has: (key: string) => boolean }

const formatters = {
  getDateTimeFormat: (...given: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...given),
  getNumberFormat: (...given: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...given),
  getPluralRules: (...given: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...given),
}

/** Null where there is no text of this key. A part of a catalogue is an object, a compiled text a text or a list. */
function textAt(catalogue: Catalogue, key: string): Compiled | null {
  let at: Catalogue | Compiled | undefined = catalogue
  for (const name of key.split('.')) {
    if (typeof at !== 'object' || Array.isArray(at) || !Object.hasOwn(at, name)) return null
    at = at[name]
  }
  return typeof at === 'string' || Array.isArray(at) ? at : null
}

function translator(locale: Locale): Translator {
  const catalogue = catalogueOf(locale)
  const say: Text = (key, values = {}) => {
    const text = textAt(catalogue, key)
    return text === null ? key : String(format(text, locale, values, { formatters, timeZone: 'Asia/Seoul' }))
  }
  return Object.assign(say, { has: (key: string) => textAt(catalogue, key) !== null })
}

/** Title and detail of `problems.<code>` in the reader's language; an unknown code still answers, under the words for an unexpected error. */
export function describeProblem(code: string, params: RefusalParams, locale: Locale): { title: string; detail: string } {
  const t = translator(locale)
  const key = t.has(`problems.${code}.title`) ? code : 'internal'
  return { title: t(`problems.${key}.title`, params), detail: t(`problems.${key}.detail`, params) }
}

/** A field's message: `problems.fields.<code>` when there is one, else what the validator said. */
export function describeField(code: string, said: string, locale: Locale): string {
  const t = translator(locale)
  return t.has(`problems.fields.${code}`) ? t(`problems.fields.${code}`) : said
}

/** Looks words up in the reader's language by their whole key; null where there are none. */
export function wordsIn(locale: Locale): (key: string, values?: RefusalParams) => string | null {
  const t = translator(locale)
  return (key, values = {}) => (t.has(key) ? t(key, values) : null)
}

export const baseHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const

/** The problem as a response. */
export function problemResponse(
  code: string,
  status: number,
  options: { locale: Locale; requestId: string; params?: RefusalParams; errors?: FieldError[]; headers?: Record<string, string> },
): Response {
  const params = options.params ?? {}
  const body: Problem = {
    type: `urn:quarterdeck:problem:${code}`,
    status,
    code,
    ...describeProblem(code, params, options.locale),
    requestId: options.requestId,
  }
  if (Object.keys(params).length) body.params = params
  if (options.errors?.length) body.errors = options.errors
  return new Response(JSON.stringify(body), { status, headers: { ...baseHeaders, 'content-type': 'application/problem+json', ...options.headers } })
}
