'use client'
import { Button } from '@mantine/core'
import { useLocale } from 'next-intl'
import { chooseLanguage, languages } from '#features/accounts/components/session-acts.ts'

/** The other language, under its own name, for those who cannot read this one. */
export function LanguageSwitch() {
  const locale = useLocale()
  const [other, name] = languages.find(([value]) => value !== locale) ?? languages[0] ?? ['en', 'English']
  return (
    <Button variant="subtle" color="gray" size="xs" lang={other} onClick={() => chooseLanguage(other)}>
      {name}
    </Button>
  )
}
