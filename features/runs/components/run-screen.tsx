'use client'
import { Anchor, Button, Stack, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Panel } from '#components/feedback/panel.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { usePollInterval } from '#components/live/live-provider.tsx'
import { PageColumns } from '#components/shell/page-columns.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { PageWaiting } from '#components/shell/page-waiting.tsx'
import { RunActions } from '#features/runs/components/run-actions.tsx'
import { RunCard } from '#features/runs/components/run-card.tsx'
import { RunFacts } from '#features/runs/components/run-facts.tsx'
import { RunLogPanel } from '#features/runs/components/run-log.tsx'
import { RunStateTag } from '#features/runs/components/run-state-tag.tsx'
import { useRunTitle } from '#features/runs/components/use-run-words.ts'
import { artefactUrl, runQueryOf } from '#features/runs/queries.ts'
import type { RunDetail } from '#features/runs/schema.ts'
import { resultHref } from '#features/runs/view.ts'
import classes from './runs.module.css'

/** One run: where it is, what it said, what it made, and what can be done with it. */
export function RunScreen({ id }: { id: string }) {
  const t = useTranslations('runs')
  const titleOf = useRunTitle()
  const poll = usePollInterval()
  const query = useQuery({ ...runQueryOf(id), refetchInterval: poll })
  const { data: run } = query
  const crumbs = [{ href: '/runs', label: t('title') }]
  if (!run) return <PageWaiting title={t('page.unknown', { id })} crumbs={crumbs} query={query} heights={[160, 240]} />
  return (
    <>
      <PageHeader title={titleOf(run)} lead={t(`kinds.${run.kind}.what`)} tag={<RunStateTag state={run.state} />} crumbs={crumbs}>
        <RunActions run={run} />
        {run.state === 'succeeded' && (
          <Button component={Link} href={resultHref(run)}>
            {t('page.result')}
          </Button>
        )}
      </PageHeader>
      <PageColumns
        side={
          <>
            <RunFacts run={run} />
            <Artefacts run={run} />
          </>
        }
      >
        <RunCard run={run} onPage />
        <RunLogPanel runId={id} />
      </PageColumns>
    </>
  )
}

function Artefacts({ run }: { run: RunDetail }) {
  const t = useTranslations('runs.page')
  const format = useFormat()
  return (
    <Panel title={t('artefacts')} flush>
      {run.artefacts.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {t('artefactsEmpty')}
        </Text>
      )}
      {run.artefacts.map((artefact) => (
        <div key={artefact.id} className={classes.file}>
          <Stack gap={0}>
            <Anchor href={artefactUrl(run.id, artefact.id)} download={artefact.name} size="sm">
              <IconDownload size={14} aria-hidden /> {artefact.name}
            </Anchor>
            <Text size="xs" c="dimmed">
              {format.bytes(artefact.bytes)} · {t('until')} <When at={artefact.expiresAt} />
            </Text>
          </Stack>
        </div>
      ))}
    </Panel>
  )
}
