'use client'
import { useTranslations } from 'next-intl'
import { type Fact, Facts } from '#components/feedback/facts.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { When } from '#components/format/when.tsx'
import { ApprovalPlace } from '#features/approvals/components/approval-cells.tsx'
import type { Approval } from '#features/approvals/schema.ts'
import { agreedCount, tablesOf } from '#features/approvals/view.ts'

/** What is asked for: the act, where, how much, its digest, and how far the agreement is. */
export function ApprovalFacts({ one }: { one: Approval }) {
  const t = useTranslations('approvals.page')
  const words = useTranslations('approvals')
  const tables = tablesOf(one)
  const facts: (Fact | false)[] = [
    { label: t('kind'), value: words(`kinds.${one.kind}.name`) },
    { label: t('environment'), value: <ApprovalPlace one={one} /> },
    { label: t('size'), value: t('rows', { count: one.size }) },
    tables.length > 0 && { label: t('chosen'), value: tables.join(', ') },
    { label: t('digest'), value: <LongId value={one.sha256} /> },
    { label: t('reason'), value: one.reason || t('noReason') },
    { label: t('agreed'), value: words('agreedOf', { agreed: agreedCount(one), required: one.required }) },
    { label: t('author'), value: one.author.name },
    { label: t('by'), value: one.requestedBy.name },
    { label: t('requested'), value: <When at={one.requestedAt} /> },
    { label: t('expires'), value: <When at={one.expiresAt} /> },
    one.usedAt !== null && { label: t('used'), value: <When at={one.usedAt} /> },
  ]
  return (
    <Panel title={t('facts')}>
      <Facts facts={facts.filter((fact) => fact !== false)} />
    </Panel>
  )
}
