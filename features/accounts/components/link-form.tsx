'use client'
import { Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Note } from '#components/feedback/note.tsx'
import { PasswordForm } from '#features/accounts/components/password-form.tsx'
import { acceptLink } from '#features/accounts/queries.ts'

/** The secret of the link stands behind `#`, where only the browser sees it; null until the page is there. */
function useLinkToken(): string | null {
  const [token, setToken] = useState<string | null>(null)
  useEffect(() => setToken(window.location.hash.slice(1)), [])
  return token
}

/** The password of whoever has the link: of an invited person with the name, or another one in place of a forgotten one. */
export function LinkForm({ purpose }: { purpose: 'invitation' | 'reset' }) {
  const t = useTranslations(`accounts.${purpose}`)
  const token = useLinkToken()
  const invited = useTranslations('accounts.invitation')
  if (token === '')
    return (
      <Note tone="red" title={invited('noToken')} role="alert">
        {invited('noTokenText')}
      </Note>
    )
  const named = purpose === 'invitation'
  return (
    <PasswordForm
      title={t('title')}
      words={{ next: t('password'), again: t('again'), submit: t('submit') }}
      {...(named ? { first: { kind: 'name', label: invited('name'), missing: invited('nameMissing') } } : {})}
      save={({ first, next }) => acceptLink({ token: token ?? '', password: next, ...(named ? { name: first.trim() } : {}) })}
      after="/sign-in"
      ready={token !== null}
    >
      {!named && <ResetNote />}
    </PasswordForm>
  )
}

function ResetNote() {
  const t = useTranslations('accounts.reset')
  return (
    <Text size="xs" c="dimmed">
      {t('others')}
    </Text>
  )
}
