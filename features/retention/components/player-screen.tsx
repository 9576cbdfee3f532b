'use client'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Late } from '#components/feedback/late.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { PlayerFacts } from '#features/retention/components/player-facts.tsx'
import { RetentionStatus } from '#features/retention/components/sheet-cells.tsx'
import { TimelinePanel } from '#features/retention/components/timeline-panel.tsx'
import { analysisQueryOf } from '#features/retention/queries.ts'
import { playerQueryOf } from '#features/retention/sheet/queries.ts'
import classes from './timeline.module.css'

/** One player of an analysis: what the sheet says, and the events it was counted from. */
export function PlayerScreen({ id, uid, account }: { id: string; uid: string; account?: string | undefined }) {
  const t = useTranslations('retention')
  const analysis = useQuery(analysisQueryOf(id))
  const player = useQuery(playerQueryOf(id, uid, account))
  const broken = [analysis, player].find((one) => one.error && !one.data)
  const crumbs = [
    { href: '/retention', label: t('title') },
    { href: `/retention/${id}`, label: analysis.data ? t('analysisTitle', { source: analysis.data.source }) : id },
  ]
  return (
    <>
      <PageHeader
        title={<span className={classes.uid}>{uid}</span>}
        tag={player.data && <RetentionStatus status={player.data.retention_status} />}
        lead={t('player.lead')}
        crumbs={crumbs}
      />
      {broken && <ProblemNote error={broken.error} onRetry={() => broken.refetch()} />}
      {!broken && !(analysis.data && player.data) && (
        <Late>
          <Skeleton height={360} />
        </Late>
      )}
      {analysis.data && player.data && (
        <div className={classes.layout}>
          <PlayerFacts analysis={analysis.data} player={player.data} />
          <TimelinePanel analysis={analysis.data} player={player.data} />
        </div>
      )}
    </>
  )
}
