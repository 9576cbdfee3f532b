'use client'
import { Anchor, Button, Skeleton, Stack } from '@mantine/core'
import { IconDatabaseSearch, IconPlus } from '@tabler/icons-react'
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
import { SourceCard } from '#features/gamelog/components/source-card.tsx'
import { sourcesQuery } from '#features/gamelog/queries.ts'

const SourcePanel = lazy(async () => ({ default: (await import('#features/gamelog/components/source-panel.tsx')).SourcePanel }))

const panel = { add: parseAsBoolean.withDefault(false), edit: parseAsString }

/** Where the console reads game logs from. The form is a side panel with an address of its own. */
export function SourcesScreen() {
  const t = useTranslations('gamelog')
  const may = useMay()
  const [{ add: adding, edit }, open] = useQueryStates(panel, { history: 'push' })
  const { data, error, refetch } = useQuery(sourcesQuery)
  const close = () => void open(null)
  const edited = data?.items.find((one) => one.id === edit)
  const add = may('sources.manage') && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => void open({ add: true, edit: null })}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')}>
        {data && data.items.length > 0 && add}
      </PageHeader>
      {error && <ProblemNote error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <Late>
          <Skeleton height={180} />
        </Late>
      )}
      {data?.items.length === 0 && (
        <StatePanel icon={<IconDatabaseSearch size={28} stroke={1.5} />} title={t('first.title')} action={add}>
          {t('first.text')}{' '}
          {may('sample.load') && (
            <Anchor component={Link} href="/sample" size="sm" underline="always">
              {t('first.sample')}
            </Anchor>
          )}
        </StatePanel>
      )}
      <Stack gap="md" maw={860}>
        {data?.items.map((source) => (
          <SourceCard key={source.id} source={source} onEdit={() => void open({ edit: source.id, add: false })} />
        ))}
      </Stack>
      <WhenOpened opened={may('sources.manage') && (adding || edited !== undefined)}>
        {(opened) => <SourcePanel opened={opened} onClose={close} present={adding ? undefined : edited} />}
      </WhenOpened>
    </>
  )
}
