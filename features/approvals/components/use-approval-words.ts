'use client'
import { useTranslations } from 'next-intl'
import type { Approval } from '#features/approvals/schema.ts'

/** What is asked for, in one line. */
export function useApprovalTitle(): (one: Pick<Approval, 'kind' | 'subject' | 'title'>) => string {
  const t = useTranslations('approvals')
  // What is made of no file, as a plan that takes an import back, has only its number.
  return ({ kind, subject, title }) => t(`kinds.${kind}.${title.first ? 'title' : 'untitled'}`, { more: 0, plan: subject, ...title })
}
