'use client'
import { Anchor, Text } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { usePollInterval } from '#components/live/live-provider.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useMay, useMe } from '#features/accounts/components/me-context.tsx'
import { OpenReviews } from '#features/approvals/components/open-reviews.tsx'
import { usePins } from '#features/retention/components/use-pins.ts'
import { analysesQuery, analysisQueryOf } from '#features/retention/queries.ts'
import type { Analysis } from '#features/retention/schema.ts'
import { RunActions } from '#features/runs/components/run-actions.tsx'
import { RunProgress } from '#features/runs/components/run-progress.tsx'
import { RunStateTag } from '#features/runs/components/run-state-tag.tsx'
import { useRunTitle, useStageName } from '#features/runs/components/use-run-words.ts'
import { runsQuery } from '#features/runs/queries.ts'
import type { Run } from '#features/runs/schema.ts'
import { hasEnded } from '#features/runs/view.ts'
import { GettingStarted } from './getting-started.tsx'
import classes from './home.module.css'
import { HomeColumn } from './home-column.tsx'
import { attention, going, recent, today } from './home-queries.ts'
import { TodayList, TodayStrip } from './home-today.tsx'

/** What needs me, what runs, what the day was like, and what was found. */
export function HomeScreen() {
  const t = useTranslations('home')
  const me = useMe()
  const may = useMay()
  const poll = usePollInterval()
  const [day] = useState(() => today(Date.now()))
  const mine = useQuery({ ...runsQuery(attention), refetchInterval: poll })
  const running = useQuery({ ...runsQuery(going), refetchInterval: poll })
  const started = useQuery({ ...runsQuery(day), refetchInterval: poll })
  const analyses = useQuery(analysesQuery(recent))
  const nothing = [mine, running, started, analyses].every((query) => query.data?.total === 0)
  const waiting = mine.data?.items.filter((run) => run.state === 'failed' || run.state === 'paused') ?? []
  const live = running.data?.items.filter((run) => !hasEnded(run)) ?? []
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead', { name: me.name })} />
      {may('plans.approve') && <OpenReviews />}
      {nothing ? (
        <GettingStarted />
      ) : (
        <div className={classes.columns}>
          <HomeColumn
            title={t('needsMe')}
            count={mine.data?.total}
            all="/runs?by=me&state=failed,paused"
            query={mine}
            empty={waiting.length ? null : t('needsMeEmpty')}
          >
            <RunList runs={waiting} />
          </HomeColumn>
          <HomeColumn title={t('running')} count={running.data?.total} all="/runs" query={running} empty={live.length ? null : t('runningEmpty')}>
            <RunList runs={live} />
          </HomeColumn>
          <HomeColumn title={t('today')} count={started.data?.total} all="/runs?when=day" query={started} empty={null}>
            {started.data && <TodayStrip page={started.data} />}
            {started.data && <TodayList page={started.data} />}
          </HomeColumn>
          <HomeColumn title={t('analyses')} all="/retention" query={analyses} empty={analyses.data?.total === 0 ? t('recentEmpty') : null}>
            <Analyses recent={analyses.data?.items ?? []} />
          </HomeColumn>
        </div>
      )}
    </>
  )
}

const RunList = ({ runs }: { runs: Run[] }) => (
  <ul className={classes.items}>
    {runs.map((run) => (
      <RunItem key={run.id} run={run} />
    ))}
  </ul>
)

function RunItem({ run }: { run: Run }) {
  const t = useTranslations('home')
  const titleOf = useRunTitle()
  const stageName = useStageName()
  const stopped = run.state === 'failed' || run.state === 'paused'
  return (
    <li className={classes.item}>
      <div className={classes.line}>
        <Anchor component={Link} href={`/runs/${run.id}`} size="sm" fw={500}>
          {titleOf(run)}
        </Anchor>
        <RunStateTag state={run.state} />
      </div>
      {stopped ? (
        <>
          <Text size="xs" c="dimmed">
            {run.stage && <>{t('failedWhere', { stage: stageName(run.stage) })} · </>}
            <When at={run.updatedAt} />
          </Text>
          <RunActions run={run} size="xs" />
        </>
      ) : (
        <RunProgress run={run} />
      )}
    </li>
  )
}

/** Pinned analyses first, then the latest others. */
function Analyses({ recent: latest }: { recent: Analysis[] }) {
  const t = useTranslations('home')
  const { pins } = usePins()
  const pinned = useQueries({ queries: pins.slice(0, recent.pageSize).map((id) => analysisQueryOf(id)) }).flatMap(({ data }) => data ?? [])
  const others = latest.filter(({ run }) => !pins.includes(run.id))
  return (
    <>
      {pinned.length > 0 && <AnalysisList title={t('pinned')} items={pinned} />}
      {others.length > 0 && <AnalysisList title={t('recent')} items={others.slice(0, Math.max(2, recent.pageSize - pinned.length))} />}
    </>
  )
}

const AnalysisList = ({ title, items }: { title: string; items: Analysis[] }) => (
  <>
    <h3 className={classes.group}>{title}</h3>
    <ul className={classes.items}>
      {items.map((analysis) => (
        <AnalysisItem key={analysis.run.id} analysis={analysis} />
      ))}
    </ul>
  </>
)

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
        {analysis.run.state !== 'succeeded' && <RunStateTag state={analysis.run.state} />}
      </div>
      <Text size="xs" c="dimmed">
        {summary
          ? t('found', { players: format.number(summary.players), d1: summary.rateD1 === null ? '–' : format.percent(summary.rateD1) })
          : t(hasEnded(analysis.run) ? 'noResult' : 'noResultYet')}
      </Text>
    </li>
  )
}
