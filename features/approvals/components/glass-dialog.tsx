'use client'
import { Modal, Stack, Text, Textarea } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { FormEvent } from 'react'
import { ActFoot } from '#components/feedback/dialog-foot.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useApprovalAct } from '#features/approvals/components/use-approval-act.ts'
import { useComment } from '#features/approvals/components/use-comment.ts'

/** Goes without another person: asks for the reason, and says what comes of it. */
export function GlassDialog({ id, opened, onClose }: { id: string; opened: boolean; onClose: () => void }) {
  const t = useTranslations('approvals.glass')
  const words = useTranslations('approvals.decide')
  const { comment, field, miss } = useComment()
  const act = useApprovalAct(id, onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (comment === '') miss(words('reasonMissing'))
    else if (!act.isPending) act.mutate({ verdict: 'break_glass', comment })
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('title')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text size="sm">{t('text')}</Text>
          <Textarea label={t('reason')} description={t('reasonHelp')} data-autofocus {...field} />
          {act.error && <ProblemNote error={act.error} />}
          <ActFoot cancel={t('cancel')} onCancel={onClose} act={t('submit')} isRed isPending={act.isPending} />
        </Stack>
      </form>
    </Modal>
  )
}
