'use client'
import { Anchor, Button, Skeleton, Stack } from '@mantine/core'
import { IconDatabase, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs'
import { lazy } from 'react'
import { Late } from '#components/feedback/late.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { EnvironmentCard } from '#features/environments/components/environment-card.tsx'
import { environmentsQuery } from '#features/environments/queries.ts'

const EnvironmentPanel = lazy(async () => ({ default: (await import('#features/environments/components/environment-panel.tsx')).EnvironmentPanel }))

const panel = { add: parseAsBoolean.withDefault(false), edit: parseAsString }

/** The game databases. The form is a side panel with an address of its own. */
export function EnvironmentsScreen() {
  const t = useTranslations('environments')
  const may = useMay()
  const manages = may('environments.manage')
  const [{ add, edit }, open] = useQueryStates(panel, { history: 'push' })
  const { data, error, refetch } = useQuery(environmentsQuery)
  const close = () => void open(null)
  const edited = data?.items.find((one) => one.id === edit)
  const button = manages && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => void open({ add: true, edit: null })}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')}>
        {data && data.items.length > 0 && button}
      </PageHeader>
      {error && <ProblemNote error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <Late>
          <Skeleton height={180} />
        </Late>
      )}
      {data?.items.length === 0 && (
        <StatePanel icon={<IconDatabase size={28} stroke={1.5} />} title={t('first.title')} action={button}>
          {manages ? t('first.text') : t('first.nobody')}{' '}
          {may('sample.load') && (
            <Anchor component={Link} href="/sample" size="sm" underline="always">
              {t('first.sample')}
            </Anchor>
          )}
        </StatePanel>
      )}
      <Stack gap="md" maw={860}>
        {data?.items.map((environment) => (
          <EnvironmentCard key={environment.id} environment={environment} onEdit={() => void open({ edit: environment.id, add: false })} />
        ))}
      </Stack>
      <WhenOpened opened={manages && (add || edited !== undefined)}>
        {(opened) => <EnvironmentPanel opened={opened} onClose={close} present={add ? undefined : edited} />}
      </WhenOpened>
    </>
  )
}
