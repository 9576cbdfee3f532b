'use client'
import { useTranslations } from 'next-intl'
import { Facts } from '#components/feedback/facts.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { summaryOf } from '#core/datasheets/summary/words.ts'
import { ChangeCounts } from '#features/datasheets/plans/components/change-counts.tsx'
import { PlanEnvironment } from '#features/datasheets/plans/components/plan-cells.tsx'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import { changedRows } from '#features/datasheets/plans/view.ts'
import classes from './plans.module.css'

/** The whole of a comparison in words, and what it was made of. */
export function PlanSummary({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.summary')
  const { bytes } = useFormat()
  const { totals } = plan
  return (
    <Panel title={t('title')} action={totals && <ChangeCounts counts={totals} />}>
      {totals && (
        <>
          <p className={classes.lead}>
            {t('sentence', { tables: totals.tables, insert: totals.insert, update: totals.update, delete: totals.delete, unchanged: totals.unchanged })}
          </p>
          <Words plan={plan} />
        </>
      )}
      <Facts
        facts={[
          { label: t('environment'), value: <PlanEnvironment plan={plan} /> },
          { label: t('files'), value: plan.files.map(({ name, bytes: size, kept }) => t(kept ? 'file' : 'fileGone', { name, bytes: bytes(size) })).join(', ') },
          { label: t('mapping'), value: plan.mappingVersion === 0 ? t('noMapping') : t('mappingVersion', { version: plan.mappingVersion }) },
          { label: t('readAt'), value: plan.readAt ? <When at={plan.readAt} seconds /> : <Unknown reason={t('notRead')} /> },
          { label: t('by'), value: plan.createdBy.name },
          { label: 'SHA-256', value: plan.sha256 ? <LongId value={plan.sha256} /> : <Unknown reason={t('notRead')} /> },
        ]}
      />
    </Panel>
  )
}

/** Tables that are told of; the others are found below. */
const mostTables = 8

/** What changes in each table: "price of 12 rows goes up by 20 %" is what a reviewer wants to know first. */
function Words({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.summary.words')
  const changed = plan.tables.filter((table) => changedRows(table) > 0).slice(0, mostTables)
  if (changed.length === 0) return null
  return (
    <ul className={classes.words}>
      {changed.map((table) => (
        <li key={table.table}>
          <code>{table.table}</code>{' '}
          {summaryOf(table)
            .map(({ code, params }) => t(code, params))
            .join(' ')}
        </li>
      ))}
    </ul>
  )
}
