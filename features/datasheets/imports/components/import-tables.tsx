'use client'
import { Anchor } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Panel } from '#components/feedback/panel.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import type { ImportDetail } from '#features/datasheets/imports/schema.ts'
import { ChangeCounts } from '#features/datasheets/plans/components/change-counts.tsx'

const historyHref = (of: ImportDetail, table: string): string => `/datasheets/history?${new URLSearchParams({ environment: of.environment.name, table })}`

/** What was written to each table, and the way to all that was ever written to it. */
export function ImportTables({ of }: { of: ImportDetail }) {
  const t = useTranslations('datasheets.imports')
  if (of.tables.length === 0) return null
  return (
    <Panel title={t('tablesTitle', { count: of.tables.length })} flush>
      <ScrollTable label={t('tablesTitle', { count: of.tables.length })}>
        <thead>
          <tr>
            <th scope="col">{t('table')}</th>
            <th scope="col">{t('columns.changes')}</th>
            <th scope="col">{t('history')}</th>
          </tr>
        </thead>
        <tbody>
          {of.tables.map(({ table, inserted, updated, deleted }) => (
            <tr key={table}>
              <th scope="row">
                <code>{table}</code>
              </th>
              <td>
                <ChangeCounts counts={{ insert: inserted, update: updated, delete: deleted }} />
              </td>
              <td>
                <Anchor component={Link} href={historyHref(of, table)} size="sm" aria-label={t('historyOf', { table })}>
                  {t('toHistory')}
                </Anchor>
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Panel>
  )
}
