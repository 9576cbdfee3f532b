'use client'
import { useTranslations } from 'next-intl'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { type Choice, rowsWritten } from '#features/datasheets/imports/view.ts'
import { ChangeCounts } from '#features/datasheets/plans/components/change-counts.tsx'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import { changedRows } from '#features/datasheets/plans/view.ts'
import classes from './imports.module.css'

/** Exactly what a choice writes, per table. */
export function WrittenTables({ plan, choice }: { plan: Pick<PlanDetail, 'tables'>; choice: Choice }) {
  const t = useTranslations('datasheets.choice')
  const written = plan.tables.filter(({ table }) => choice.tables.includes(table)).map((table) => ({ table: table.table, counts: rowsWritten(table, choice) }))
  return (
    <div className={classes.written}>
      <ScrollTable label={t('writtenLabel')} minWidth={260}>
        <thead>
          <tr>
            <th scope="col">{t('table')}</th>
            <th scope="col">{t('changes')}</th>
          </tr>
        </thead>
        <tbody>
          {written
            .filter(({ counts }) => changedRows(counts) > 0)
            .map(({ table, counts }) => (
              <tr key={table}>
                <th scope="row">
                  <code>{table}</code>
                </th>
                <td>
                  <ChangeCounts counts={counts} />
                </td>
              </tr>
            ))}
        </tbody>
      </ScrollTable>
    </div>
  )
}
