'use client'
import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Panel } from '#components/feedback/panel.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { When } from '#components/format/when.tsx'
import { ApprovalLink } from '#features/approvals/components/approval-cells.tsx'
import { approvalsPageQuery } from '#features/approvals/queries.ts'
import type { Approval } from '#features/approvals/schema.ts'
import { openReviews, owedReview } from '#features/approvals/view.ts'
import classes from './approvals.module.css'

const againMs = 60_000

/** What was done without another person and nobody has looked at; nothing where there is none. */
export function OpenReviews() {
  const t = useTranslations('approvals.home')
  const { data, dataUpdatedAt } = useQuery({ ...approvalsPageQuery(openReviews), refetchInterval: againMs })
  if (!data?.total) return null
  const all = (
    <Anchor component={Link} href="/approvals?box=review" size="xs">
      {t('open')}
    </Anchor>
  )
  return (
    <div className={classes.band}>
      <Panel title={t('title')} flush action={all}>
        <p className={classes.homeText}>{t('text', { count: data.total })}</p>
        <ul className={classes.items}>
          {data.items.map((one) => (
            <OpenReview key={one.id} one={one} nowMs={dataUpdatedAt} />
          ))}
        </ul>
      </Panel>
    </div>
  )
}

function OpenReview({ one, nowMs }: { one: Approval; nowMs: number }) {
  const t = useTranslations('approvals')
  const owed = owedReview(one, nowMs)
  if (!owed || !one.review) return null
  return (
    <li className={classes.item}>
      <ApprovalLink one={one} />
      <span>{t('home.by', { name: owed.by })}</span>
      <Tag tone={owed.late ? 'red' : 'amber'}>{t(owed.late ? 'reviewLate' : 'reviewDue')}</Tag>
      <When at={one.review.dueAt} />
    </li>
  )
}
