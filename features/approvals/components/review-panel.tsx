'use client'
import { Button, Group, Text, Textarea } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { FormEvent } from 'react'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { When } from '#components/format/when.tsx'
import { useApprovalAct } from '#features/approvals/components/use-approval-act.ts'
import { useComment } from '#features/approvals/components/use-comment.ts'
import type { Approval } from '#features/approvals/schema.ts'
import { owedReview } from '#features/approvals/view.ts'
import classes from './approvals.module.css'

/** What was done without another person, and the place for the one who looks at it. */
export function ReviewPanel({ one, nowMs }: { one: Approval; nowMs: number }) {
  const t = useTranslations('approvals.review')
  const words = useTranslations('approvals')
  const owed = owedReview(one, nowMs)
  if (!owed || !one.review) return null
  return (
    <Panel title={t('title')} action={<Tag tone={owed.late ? 'red' : 'amber'}>{words(owed.late ? 'reviewLate' : 'reviewDue')}</Tag>}>
      <Text size="sm">{t('text', { name: owed.by })}</Text>
      <p className={classes.quiet}>
        {t('due')}: <When at={one.review.dueAt} />
      </p>
      {one.acts.includes('review') ? <ReviewForm id={one.id} /> : <Text size="sm">{t('waiting')}</Text>}
    </Panel>
  )
}

function ReviewForm({ id }: { id: string }) {
  const t = useTranslations('approvals.review')
  const { comment, field, miss } = useComment()
  const act = useApprovalAct(id)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (comment === '') miss(t('noteMissing'))
    else if (!act.isPending) act.mutate({ verdict: 'review', comment })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Textarea label={t('note')} {...field} />
      {act.error && (
        <div className={classes.fault}>
          <ProblemNote error={act.error} />
        </div>
      )}
      <Group mt="sm">
        <Button type="submit" loading={act.isPending}>
          {t('submit')}
        </Button>
      </Group>
    </form>
  )
}
