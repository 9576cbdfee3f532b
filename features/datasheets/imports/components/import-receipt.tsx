'use client'
import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Facts } from '#components/feedback/facts.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { approvalQueryOf } from '#features/approvals/queries.ts'
import { CommittedAt, ImportChanges, Undone } from '#features/datasheets/imports/components/import-cells.tsx'
import type { ImportDetail } from '#features/datasheets/imports/schema.ts'
import { PlanEnvironment } from '#features/datasheets/plans/components/plan-cells.tsx'

const to = (href: string, text: ReactNode) => (
  <Anchor component={Link} href={href} size="sm">
    {text}
  </Anchor>
)

/** Everything that somebody may want to know later about an import. */
export function ImportReceipt({ of }: { of: ImportDetail }) {
  const t = useTranslations('datasheets.imports.receipt')
  return (
    <Panel title={t('title')}>
      <Facts
        facts={[
          { label: t('environment'), value: <PlanEnvironment plan={of} /> },
          { label: t('changes'), value: <ImportChanges of={of} /> },
          { label: t('by'), value: of.createdBy.name },
          { label: t('createdAt'), value: <When at={of.createdAt} seconds /> },
          { label: t('committedAt'), value: <CommittedAt of={of} seconds /> },
          { label: t('approval'), value: of.approval === null ? t('noApproval') : <Approvers id={of.approval} /> },
          { label: t('files'), value: of.files.length > 0 ? of.files.join(', ') : t('noFiles') },
          { label: t('plan'), value: to(`/datasheets/plans/${of.plan}`, t('planOf', { id: of.plan })) },
          ...(of.undoOf === null ? [] : [{ label: t('undoOf'), value: to(`/datasheets/imports/${of.undoOf}`, t('importOf', { id: of.undoOf })) }]),
          ...(of.schedule === null ? [] : [{ label: t('schedule'), value: to(`/schedules/${of.schedule}`, t('scheduleOf', { id: of.schedule })) }]),
          { label: t('deletes'), value: t(of.selection.deletes ? 'withDeletes' : 'withoutDeletes') },
          { label: t('proof'), value: <Proof of={of} /> },
          { label: t('durations'), value: <Durations of={of} /> },
          { label: t('undone'), value: <Undone of={of} /> },
          { label: t('run'), value: to(`/runs/${of.run.id}`, t('runOf', { id: of.run.id })) },
          { label: t('planSha'), value: <LongId value={of.sha256} /> },
          { label: t('choiceSha'), value: <LongId value={of.selectionSha256} /> },
        ]}
      />
    </Panel>
  )
}

const whyUnproved = { running: 'notProvedYet', applied: 'notProvedYet', failed: 'nothingToProve', unknown: 'notProvable' } as const

function Proof({ of: { provedBy, state } }: { of: ImportDetail }) {
  const t = useTranslations('datasheets.imports.receipt')
  if (provedBy) return t(`provedBy.${provedBy}`)
  return <Unknown reason={t(whyUnproved[state])} />
}

/** Who agreed: by name, as soon as the request is there. */
function Approvers({ id }: { id: string }) {
  const t = useTranslations('datasheets.imports.receipt')
  const { data } = useQuery(approvalQueryOf(id))
  const names = data?.decisions.filter(({ verdict }) => verdict === 'approve' || verdict === 'break_glass').map(({ person }) => person.name)
  return to(`/approvals/${id}`, names && names.length > 0 ? names.join(', ') : t('approvalOf', { id }))
}

function Durations({ of: { durationsMs } }: { of: ImportDetail }) {
  const t = useTranslations('datasheets.imports.receipt')
  const { duration } = useFormat()
  const parts = Object.entries(durationsMs)
  if (parts.length === 0) return <Unknown reason={t('notMeasured')} />
  return parts.map(([name, ms]) => `${t.has(`stages.${name}`) ? t(`stages.${name}`) : name} ${duration(ms)}`).join(' · ')
}
