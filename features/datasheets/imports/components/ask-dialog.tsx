'use client'
import { Modal, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { FormEvent } from 'react'
import { ActFoot } from '#components/feedback/dialog-foot.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useComment } from '#features/approvals/components/use-comment.ts'
import { WrittenTables } from '#features/datasheets/imports/components/written-tables.tsx'
import { askForApproval } from '#features/datasheets/imports/queries.ts'
import { type Choice, writtenBy } from '#features/datasheets/imports/view.ts'
import { plansKey } from '#features/datasheets/plans/queries.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'

type Props = { plan: PlanDetail; choice: Choice; opened: boolean; onClose: () => void }

/** Asks others to agree to the ticked tables, with the reason why they should. */
export function AskDialog({ plan, choice, opened, onClose }: Props) {
  const t = useTranslations('datasheets.ask')
  const client = useQueryClient()
  const { comment: reason, field } = useComment()
  const { rows, tables } = writtenBy(plan, choice)
  const ask = useMutation({
    mutationFn: () => askForApproval(plan.id, { tables: [...choice.tables], deletes: choice.deletes, reason }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: plansKey })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ask.isPending) ask.mutate()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('title')} size="lg">
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">{t('text', { rows, tables, environment: plan.environment.name, required: plan.approvals.required })}</Text>
          <WrittenTables plan={plan} choice={choice} />
          <Textarea label={t('reason')} description={t('reasonHelp')} data-autofocus {...field} maxLength={1000} maxRows={6} />
          {ask.isError && <ProblemNote error={ask.error} />}
          <ActFoot cancel={t('cancel')} onCancel={onClose} act={t('submit')} isPending={ask.isPending} />
        </Stack>
      </form>
    </Modal>
  )
}
