import { savePreferences, signOut } from '#features/accounts/queries.ts'

export type Language = 'ko' | 'en'

/** Each language under its own name. */
export const languages: readonly (readonly [Language, string])[] = [
  ['ko', '한국어'],
  ['en', 'English'],
]

const yearSeconds = 31_536_000

/** Keeps the language for a year and loads the page anew in it. */
export function chooseLanguage(language: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where the page is served over plain http
  document.cookie = `locale=${language}; path=/; max-age=${yearSeconds}; samesite=lax`
  window.location.reload()
}

/** The same for somebody who is signed in: kept with the person, so that other browsers know it at the next sign-in. */
export async function keepLanguage(language: Language): Promise<void> {
  await savePreferences({ locale: language }).catch(() => undefined)
  chooseLanguage(language)
}

/** Keeps the theme with the person; this browser has it already. */
export function keepTheme(theme: 'light' | 'dark' | 'auto'): void {
  void savePreferences({ theme }).catch(() => undefined)
}

/** Ends the session; the sign-in page is loaded anew so that nothing of this person stays in memory. */
export async function leave(): Promise<void> {
  await signOut().catch(() => undefined)
  window.location.assign('/sign-in')
}
