'use client'
import { Button, Group, Stack } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type Fact, Facts } from '#components/feedback/facts.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { When } from '#components/format/when.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { PreflightPanel } from '#features/gamelog/components/preflight-panel.tsx'
import { RemoveSource } from '#features/gamelog/components/remove-source.tsx'
import { testSource } from '#features/gamelog/queries.ts'
import type { Source } from '#features/gamelog/schema.ts'

function useFacts(source: Source): Fact[] {
  const t = useTranslations('gamelog')
  const { players, nicknameField } = source
  return [
    { label: t('form.url'), value: <code>{source.url}</code> },
    { label: t('form.prefix'), value: <code>{source.prefix}*</code> },
    { label: t('signIn'), value: source.username ? t(source.hasPassword ? 'signInSealed' : 'signInName', { name: source.username }) : t('signInNone') },
    { label: t('form.zone'), value: t('zoneText', { zone: source.zone, hour: source.resetHour }) },
    ...(nicknameField ? [{ label: t('nicknameField'), value: <code>{nicknameField}</code> }] : []),
    ...(players ? [{ label: t('players'), value: t('playersText', { environment: players.environment, table: players.table, uid: players.uidColumn }) }] : []),
    ...(source.insecureTls ? [{ label: 'TLS', value: t('insecure') }] : []),
    { label: t('added'), value: <When at={source.createdAt} /> },
  ]
}

/** One source with what it is and, on demand, what is in it. */
export function SourceCard({ source, onEdit }: { source: Source; onEdit: () => void }) {
  const t = useTranslations('gamelog')
  const may = useMay()
  const test = useMutation({ mutationFn: () => testSource(source.id) })
  const facts = useFacts(source)
  const { name } = source
  return (
    <Panel
      title={name}
      action={
        <Group gap={8}>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlugConnected size={15} aria-hidden />}
            loading={test.isPending}
            onClick={() => test.mutate()}
            aria-label={t('testName', { name })}
          >
            {t('test')}
          </Button>
          {may('sources.manage') && (
            <>
              <Button variant="default" size="xs" onClick={onEdit} aria-label={t('editName', { name })}>
                {t('edit')}
              </Button>
              <RemoveSource source={source} />
            </>
          )}
        </Group>
      }
    >
      <Stack gap="sm">
        <Facts facts={facts} />
        {test.isError && <ProblemNote error={test.error} onRetry={() => test.mutate()} />}
        {test.data && <PreflightPanel test={test.data} />}
      </Stack>
    </Panel>
  )
}
