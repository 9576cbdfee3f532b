'use client'
import { Button, Stack } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Facts } from '#components/feedback/facts.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { When } from '#components/format/when.tsx'
import { PreflightPanel } from '#features/gamelog/components/preflight-panel.tsx'
import { testSource } from '#features/gamelog/queries.ts'
import type { Source } from '#features/gamelog/schema.ts'

/** One source with what it is and, on demand, what is in it. */
export function SourceCard({ source }: { source: Source }) {
  const t = useTranslations('gamelog')
  const test = useMutation({ mutationFn: () => testSource(source.id) })
  return (
    <Panel
      title={source.name}
      action={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlugConnected size={15} aria-hidden />}
          loading={test.isPending}
          onClick={() => test.mutate()}
          aria-label={t('testName', { name: source.name })}
        >
          {t('test')}
        </Button>
      }
    >
      <Stack gap="sm">
        <Facts
          facts={[
            { label: t('form.url'), value: <code>{source.url}</code> },
            { label: t('form.prefix'), value: <code>{source.prefix}*</code> },
            { label: t('signIn'), value: source.username ? t(source.hasPassword ? 'signInSealed' : 'signInName', { name: source.username }) : t('signInNone') },
            { label: t('form.zone'), value: t('zoneText', { zone: source.zone, hour: source.resetHour }) },
            ...(source.insecureTls ? [{ label: 'TLS', value: t('insecure') }] : []),
            { label: t('added'), value: <When at={source.createdAt} /> },
          ]}
        />
        {test.isError && <ProblemNote error={test.error} onRetry={() => test.mutate()} />}
        {test.data && <PreflightPanel test={test.data} />}
      </Stack>
    </Panel>
  )
}
