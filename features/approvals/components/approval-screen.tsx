'use client'
import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { lazy, useState } from 'react'
import { Note } from '#components/feedback/note.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { PageColumns } from '#components/shell/page-columns.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { PageWaiting } from '#components/shell/page-waiting.tsx'
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
  const query = useQuery({ ...approvalQueryOf(id), refetchInterval: againMs })
  const { data: one, dataUpdatedAt: nowMs } = query
  const crumbs = [{ href: '/approvals', label: t('title') }]
  if (!one) return <PageWaiting title={t('page.unknown', { id })} crumbs={crumbs} query={query} heights={[240]} />
  return (
    <>
      <PageHeader title={titleOf(one)} lead={t('page.lookFirst')} tag={<ApprovalStanding one={one} nowMs={nowMs} />} crumbs={crumbs}>
        <Button component={Link} href={one.href} variant={one.acts.includes('approve') ? undefined : 'default'}>
          {t('page.look')}
        </Button>
      </PageHeader>
      <Notes one={one} />
      <PageColumns
        width="380"
        side={
          <>
            <ReviewPanel one={one} nowMs={nowMs} />
            <DecidePanel one={one} />
            {one.acts.includes('break_glass') && <BreakGlass id={one.id} />}
          </>
        }
      >
        <ApprovalFacts one={one} />
        <ApprovalTimeline one={one} />
      </PageColumns>
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
