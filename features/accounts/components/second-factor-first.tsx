'use client'
import { Button, Stack } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { ProofAsker } from '#features/accounts/components/proof-asker.tsx'
import { SecondFactorSetup } from '#features/accounts/components/second-factor-setup.tsx'
import { leave } from '#features/accounts/components/session-acts.ts'

/** Sets up the second factor that the role demands, before anything else. */
export function SecondFactorFirst() {
  const t = useTranslations('accounts.menu')
  return (
    <Stack gap="md">
      <SecondFactorSetup onDone={() => window.location.assign('/')} />
      <Button variant="subtle" color="gray" onClick={() => void leave()}>
        {t('signOut')}
      </Button>
      <ProofAsker />
    </Stack>
  )
}
