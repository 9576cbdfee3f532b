'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '#components/feedback/overlays.tsx'
import { approvalQueryOf, approvalsKey, decideApproval, reviewApproval } from '#features/approvals/queries.ts'
import type { Approval, Verdict } from '#features/approvals/schema.ts'

type Said = { verdict: Verdict | 'review'; comment: string }

/** Says something about a request; the page, the lists and the badge follow. */
export function useApprovalAct(id: string, onDone?: () => void) {
  const t = useTranslations('approvals.decide.done')
  const client = useQueryClient()
  return useMutation<Approval, Error, Said>({
    mutationFn: ({ verdict, comment }) => (verdict === 'review' ? reviewApproval(id, { note: comment }) : decideApproval(id, { verdict, comment })),
    onSuccess: (one, { verdict }) => {
      client.setQueryData(approvalQueryOf(id).queryKey, one)
      notify({ message: t(verdict) })
      onDone?.()
    },
    onSettled: () => client.invalidateQueries({ queryKey: approvalsKey }),
  })
}
