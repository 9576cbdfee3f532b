'use client'
import { Button, Group, Textarea } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useApprovalAct } from '#features/approvals/components/use-approval-act.ts'
import { useComment } from '#features/approvals/components/use-comment.ts'
import type { Approval } from '#features/approvals/schema.ts'
import classes from './approvals.module.css'

type Said = 'approve' | 'reject' | 'comment'

/** Why the reader cannot decide, where that is not plain to see. */
function Reason({ code }: { code: string | null }) {
  const t = useTranslations('approvals.decide')
  const problems = useTranslations('problems')
  return code && problems.has(`${code}.title`) ? <p>{t('why', { why: problems(`${code}.title`) })}</p> : null
}

/** Yes, no, or a word. A no and a word need their text. */
export function DecidePanel({ one }: { one: Approval }) {
  const t = useTranslations('approvals.decide')
  const { comment, field, miss, clear } = useComment()
  const act = useApprovalAct(one.id, clear)
  const may = (verdict: Said) => one.acts.includes(verdict)
  const say = (verdict: Said) => {
    if (act.isPending) return
    if (verdict !== 'approve' && comment === '') return miss(t(verdict === 'reject' ? 'reasonMissing' : 'commentMissing'))
    act.mutate({ verdict, comment })
  }
  const busy = (verdict: Said) => act.isPending && act.variables.verdict === verdict
  if (!may('approve') && !may('reject') && !may('comment')) return null
  return (
    <Panel title={t('title')}>
      {!may('approve') && one.state === 'pending' && <Reason code={one.refusal} />}
      <Textarea label={t('comment')} description={t('commentHelp')} {...field} />
      {act.error && (
        <div className={classes.fault}>
          <ProblemNote error={act.error} />
        </div>
      )}
      <Group mt="sm" gap="xs">
        {may('approve') && (
          <Button
            color={one.environment?.kind === 'production' ? 'red' : undefined}
            leftSection={<IconCheck size={16} aria-hidden />}
            loading={busy('approve')}
            onClick={() => say('approve')}
          >
            {t('approve')}
          </Button>
        )}
        {may('reject') && (
          <Button variant="default" leftSection={<IconX size={16} aria-hidden />} loading={busy('reject')} onClick={() => say('reject')}>
            {t('reject')}
          </Button>
        )}
        {may('comment') && (
          <Button variant="default" loading={busy('comment')} onClick={() => say('comment')}>
            {t('send')}
          </Button>
        )}
      </Group>
    </Panel>
  )
}
