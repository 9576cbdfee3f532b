'use client'
import { Button, Skeleton } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { lazy, useState } from 'react'
import { Late } from '#components/feedback/late.tsx'
import { Note } from '#components/feedback/note.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { ApprovalStanding } from '#features/approvals/components/approval-cells.tsx'
import { ApprovalFacts } from '#features/approvals/components/approval-facts.tsx'
import { ApprovalTimeline } from '#features/approvals/components/approval-timeline.tsx'
import { DecidePanel } from '#features/approvals/components/decide-panel.tsx'
import { ReviewPanel } from '#features/approvals/components/review-panel.tsx'
import { useApprovalTitle, useVoidReason } from '#features/approvals/components/use-approval-words.ts'
import { approvalQueryOf } from '#features/approvals/queries.ts'
import type { Approval } from '#features/approvals/schema.ts'
import classes from './approvals.module.css'

const GlassDialog = lazy(async () => ({ default: (await import('#features/approvals/components/glass-dialog.tsx')).GlassDialog }))

const againMs = 15_000

/** One request: what it is, what was said, and the place to decide. */
export function ApprovalScreen({ id }: { id: string }) {
  const t = useTranslations('approvals')
  const titleOf = useApprovalTitle()
  const [nowMs] = useState(() => Date.now())
  const { data: one, error, refetch } = useQuery({ ...approvalQueryOf(id), refetchInterval: againMs })
  const crumbs = [{ href: '/approvals', label: t('title') }]
  if (error && !one)
    return (
      <>
        <PageHeader title={t('page.unknown', { id })} crumbs={crumbs} />
        <ProblemNote error={error} onRetry={() => refetch()} />
      </>
    )
  if (!one)
    return (
      <Late>
        <Skeleton height={28} width={320} mb="lg" />
        <Skeleton height={240} />
      </Late>
    )
  return (
    <>
      <PageHeader title={titleOf(one)} lead={t('page.lookFirst')} tag={<ApprovalStanding one={one} nowMs={nowMs} />} crumbs={crumbs}>
        <Button component={Link} href={one.href} variant={one.acts.includes('approve') ? undefined : 'default'}>
          {t('page.look')}
        </Button>
      </PageHeader>
      <Notes one={one} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <ApprovalFacts one={one} />
          <ApprovalTimeline one={one} />
        </div>
        <div className={classes.column}>
          <ReviewPanel one={one} />
          <DecidePanel one={one} />
          {one.acts.includes('break_glass') && <BreakGlass id={one.id} />}
        </div>
      </div>
    </>
  )
}

/** What must not be overlooked: production, and why it does not hold any more. */
function Notes({ one: { environment, state, voidReason } }: { one: Approval }) {
  const t = useTranslations('approvals')
  const sayVoid = useVoidReason()
  return (
    <>
      {environment?.kind === 'production' && (
        <div className={classes.band}>
          <Note tone="red" title={t('page.production', { name: environment.name })} />
        </div>
      )}
      {state === 'void' && (
        <div className={classes.band}>
          <Note tone="grey" title={t('states.void')}>
            {sayVoid(voidReason)}
          </Note>
        </div>
      )}
    </>
  )
}

function BreakGlass({ id }: { id: string }) {
  const t = useTranslations('approvals.glass')
  const [asking, setAsking] = useState(false)
  return (
    <div>
      <Button variant="subtle" color="red" size="xs" leftSection={<IconAlertTriangle size={14} aria-hidden />} onClick={() => setAsking(true)}>
        {t('open')}
      </Button>
      <WhenOpened opened={asking}>{(opened) => <GlassDialog id={id} opened={opened} onClose={() => setAsking(false)} />}</WhenOpened>
    </div>
  )
}
