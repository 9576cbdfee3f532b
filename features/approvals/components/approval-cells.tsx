'use client'
import { Anchor } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Tag } from '#components/feedback/tag.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { ApprovalStateTag } from '#features/approvals/components/approval-state-tag.tsx'
import { useApprovalTitle } from '#features/approvals/components/use-approval-words.ts'
import type { Approval } from '#features/approvals/schema.ts'
import { isBroken, owedReview } from '#features/approvals/view.ts'
import { KindTag } from '#features/environments/components/kind-tag.tsx'
import classes from './approvals.module.css'

export function ApprovalLink({ one }: { one: Approval }) {
  const titleOf = useApprovalTitle()
  return (
    <Anchor component={Link} href={`/approvals/${one.id}`} size="sm" fw={500}>
      {titleOf(one)}
    </Anchor>
  )
}

/** The environment with its kind: production is red. */
export function ApprovalPlace({ one: { environment } }: { one: Approval }) {
  const t = useTranslations('approvals.page')
  if (!environment) return <Unknown reason={t('noEnvironment')} />
  return (
    <span className={classes.place}>
      {environment.name} <KindTag kind={environment.kind} />
    </span>
  )
}

/** The state, whether it came without another person, and whether somebody still has to look at that. */
export function ApprovalStanding({ one, nowMs }: { one: Approval; nowMs: number }) {
  const t = useTranslations('approvals')
  const owed = owedReview(one, nowMs)
  return (
    <span className={classes.place}>
      <ApprovalStateTag state={one.state} />
      {isBroken(one) && <Tag tone="red">{t('glassTag')}</Tag>}
      {owed && <Tag tone={owed.late ? 'red' : 'amber'}>{t(owed.late ? 'reviewLate' : 'reviewDue')}</Tag>}
    </span>
  )
}
