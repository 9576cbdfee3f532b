'use client'
import { Anchor, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Late } from '#components/feedback/late.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { usePollInterval } from '#components/live/live-provider.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useMe } from '#features/accounts/components/me-context.tsx'
import { analysesQuery } from '#features/retention/queries.ts'
import type { Analysis } from '#features/retention/schema.ts'
import { RunProgress } from '#features/runs/components/run-progress.tsx'
import { RunStateTag } from '#features/runs/components/run-state-tag.tsx'
import { useRunTitle } from '#features/runs/components/use-run-words.ts'
import { runsQuery } from '#features/runs/queries.ts'
import type { Run } from '#features/runs/schema.ts'
import { hasEnded } from '#features/runs/view.ts'
import { GettingStarted } from './getting-started.tsx'
import classes from './home.module.css'
import { attention, going, recent } from './home-queries.ts'

/** What needs me, what runs, and what was found lately. */
export function HomeScreen() {
  const t = useTranslations('home')
  const me = useMe()
  const poll = usePollInterval()
  const mine = useQuery({ ...runsQuery(attention), refetchInterval: poll })
  const running = useQuery({ ...runsQuery(going), refetchInterval: poll })
  const analyses = useQuery(analysesQuery(recent))
  const nothing = mine.data?.total === 0 && running.data?.total === 0 && analyses.data?.total === 0
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead', { name: me.name })} />
      {nothing ? (
        <GettingStarted />
      ) : (
        <div className={classes.columns}>
          <Column title={t('needsMe')} all="/runs?by=me&state=failed,paused" query={mine} empty={t('needsMeEmpty')}>
            {mine.data?.items.map((run) => (
              <RunItem key={run.id} run={run} />
            ))}
          </Column>
          <Column title={t('running')} all="/runs" query={running} empty={t('runningEmpty')}>
            {running.data?.items
              .filter((run) => !hasEnded(run))
              .map((run) => (
                <RunItem key={run.id} run={run} live />
              ))}
          </Column>
          <Column title={t('recent')} all="/retention" query={analyses} empty={t('recentEmpty')}>
            {analyses.data?.items.map((analysis) => (
              <AnalysisItem key={analysis.run.id} analysis={analysis} />
            ))}
          </Column>
        </div>
      )}
    </>
  )
}

type ColumnProps = {
  title: string
  all: string
  empty: string
  query: { data: unknown; error: unknown; refetch: () => unknown }
  children: ReactNode[] | undefined
}

function Column({ title, all, empty, query, children }: ColumnProps) {
  const t = useTranslations('home')
  return (
    <Panel
      title={title}
      flush
      action={
        <Anchor component={Link} href={all} size="xs" aria-label={t('allOf', { name: title })}>
          {t('all')}
        </Anchor>
      }
    >
      {query.error ? <ProblemNote error={query.error} onRetry={() => query.refetch()} /> : null}
      {!query.data && !query.error && (
        <Late>
          <Skeleton height={64} m="md" />
        </Late>
      )}
      {children && children.length > 0 ? (
        <ul className={classes.items}>{children}</ul>
      ) : (
        Boolean(query.data) && (
          <Text size="sm" c="dimmed" p="md">
            {empty}
          </Text>
        )
      )}
    </Panel>
  )
}

function RunItem({ run, live = false }: { run: Run; live?: boolean }) {
  const titleOf = useRunTitle()
  return (
    <li className={classes.item}>
      <div className={classes.line}>
        <Anchor component={Link} href={`/runs/${run.id}`} size="sm" fw={500}>
          {titleOf(run)}
        </Anchor>
        <RunStateTag state={run.state} />
      </div>
      {live ? (
        <RunProgress run={run} />
      ) : (
        <Text size="xs" c="dimmed">
          <When at={run.updatedAt} />
        </Text>
      )}
    </li>
  )
}

function AnalysisItem({ analysis }: { analysis: Analysis }) {
  const t = useTranslations('home')
  const format = useFormat()
  const { summary } = analysis
  return (
    <li className={classes.item}>
      <div className={classes.line}>
        <Anchor component={Link} href={`/retention/${analysis.run.id}`} size="sm" fw={500}>
          {analysis.source} · {format.dateTime(analysis.from, analysis.zone)}
        </Anchor>
        <RunStateTag state={analysis.run.state} />
      </div>
      <Text size="xs" c="dimmed">
        {summary
          ? t('found', { players: format.number(summary.players), d1: summary.rateD1 === null ? '–' : format.percent(summary.rateD1) })
          : t(hasEnded(analysis.run) ? 'noResult' : 'noResultYet')}
      </Text>
    </li>
  )
}
