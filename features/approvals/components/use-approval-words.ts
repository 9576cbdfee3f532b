'use client'
import { useTranslations } from 'next-intl'
import type { Approval } from '#features/approvals/schema.ts'

/** What is asked for, in one line. */
export function useApprovalTitle(): (one: Pick<Approval, 'kind' | 'subject' | 'title'>) => string {
  const t = useTranslations('approvals')
  // What is made of no file, as a plan that takes an import back, has only its number.
  return ({ kind, subject, title }) => t(`kinds.${kind}.${title.first ? 'title' : 'untitled'}`, { more: 0, plan: subject, ...title })
}

const known = ['changed', 'policy_changed', 'approver_lost', 'not_needed', 'plan_newer', 'plan_applied', 'plan_derived'] as const

/** Why a request does not hold any more. */
export function useVoidReason(): (reason: string | null) => string {
  const t = useTranslations('approvals.void')
  return (reason) => t(known.find((one) => one === reason) ?? 'other')
}
