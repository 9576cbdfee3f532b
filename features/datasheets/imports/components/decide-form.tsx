'use client'
import { Button, Group, Textarea } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useComment } from '#features/approvals/components/use-comment.ts'
import { approvalsKey, decideApproval } from '#features/approvals/queries.ts'
import type { Approval } from '#features/approvals/schema.ts'
import { plansKey } from '#features/datasheets/plans/queries.ts'

type Verdict = 'approve' | 'reject'

/** Yes or no to exactly what stands on the page. A no needs its reason. */
export function DecideForm({ approval }: { approval: Approval }) {
  const t = useTranslations('datasheets.approval')
  const client = useQueryClient()
  const { comment, field, miss } = useComment()
  const decide = useMutation({
    mutationFn: (verdict: Verdict) => decideApproval(approval.id, { verdict, comment }),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: plansKey }), client.invalidateQueries({ queryKey: approvalsKey })]),
  })
  const say = (verdict: Verdict) => {
    if (verdict === 'reject' && comment === '') return miss(t('reasonMissing'))
    if (!decide.isPending) decide.mutate(verdict)
  }
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <Textarea mt="sm" label={t('comment')} description={t('commentHelp')} {...field} maxRows={6} />
      <Group mt="sm" gap="xs">
        <Button
          color={approval.environment?.kind === 'production' ? 'red' : undefined}
          leftSection={<IconCheck size={16} aria-hidden />}
          loading={decide.isPending && decide.variables === 'approve'}
          onClick={() => say('approve')}
        >
          {t('approve', { rows: approval.size })}
        </Button>
        <Button
          variant="default"
          leftSection={<IconX size={16} aria-hidden />}
          loading={decide.isPending && decide.variables === 'reject'}
          onClick={() => say('reject')}
        >
          {t('reject')}
        </Button>
      </Group>
      {decide.isError && <ProblemNote error={decide.error} />}
    </form>
  )
}
