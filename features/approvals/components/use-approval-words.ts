'use client'
import { useTranslations } from 'next-intl'
import type { Approval } from '#features/approvals/schema.ts'

/** What is asked for, in one line. */
export function useApprovalTitle(): (one: Pick<Approval, 'kind' | 'subject' | 'title'>) => string {
  const t = useTranslations('approvals')
  return ({ kind, subject, title }) => t(`kinds.${kind}.title`, { first: subject, more: 0, plan: subject, ...title })
}
