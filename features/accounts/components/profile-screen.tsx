'use client'
import { Anchor, Stack, Text } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Facts } from '#components/feedback/facts.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useMay, useMe } from '#features/accounts/components/me-context.tsx'
import { OwnPasswordForm } from '#features/accounts/components/own-password-form.tsx'
import { PreferencesPanel } from '#features/accounts/components/preferences-panel.tsx'
import { SecondFactorPanel } from '#features/accounts/components/second-factor-panel.tsx'
import { SessionsPanel } from '#features/accounts/components/sessions-panel.tsx'

/** Everything about the own account. */
export function ProfileScreen() {
  const t = useTranslations('accounts.profile')
  const roles = useTranslations('accounts.denied.roles')
  const me = useMe()
  const may = useMay()
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Stack gap="md" maw={860}>
        <Panel title={t('account')}>
          <Facts
            facts={[
              { label: t('name'), value: me.name },
              { label: t('email'), value: me.email },
              { label: t('role'), value: roles(me.role) },
            ]}
          />
        </Panel>
        <PreferencesPanel />
        <SecondFactorPanel />
        <SessionsPanel />
        <Panel title={t('password')}>
          <OwnPasswordForm />
        </Panel>
        {may('tokens.manage') && (
          <Panel title={t('tokens')}>
            <Text size="sm">
              {t('tokensText')}{' '}
              <Anchor component={Link} href="/tokens" size="sm" underline="always">
                {t('tokensLink')}
              </Anchor>
            </Text>
          </Panel>
        )}
      </Stack>
    </>
  )
}
