'use client'
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useApprovalAct } from '#features/approvals/components/use-approval-act.ts'

/** Goes without another person: asks for the reason, and says what comes of it. */
export function GlassDialog({ id, opened, onClose }: { id: string; opened: boolean; onClose: () => void }) {
  const t = useTranslations('approvals.glass')
  const words = useTranslations('approvals.decide')
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const act = useApprovalAct(id, onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim() === '') setMissing(true)
    else if (!act.isPending) act.mutate({ verdict: 'break_glass', comment: reason.trim() })
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('title')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text size="sm">{t('text')}</Text>
          <Textarea
            label={t('reason')}
            description={t('reasonHelp')}
            value={reason}
            maxLength={2000}
            autosize
            minRows={2}
            maxRows={8}
            error={missing ? words('reasonMissing') : undefined}
            data-autofocus
            onChange={(event) => {
              setReason(event.currentTarget.value)
              setMissing(false)
            }}
          />
          {act.error && <ProblemNote error={act.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" color="red" loading={act.isPending}>
              {t('submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
