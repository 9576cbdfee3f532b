'use client'
import { VisuallyHidden } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ColumnSummary } from '#core/datasheets/result.ts'
import type { Layout } from '#features/datasheets/plans/components/diff-row.tsx'
import { type Measured, signWidth } from '#features/datasheets/plans/view.ts'
import classes from './diff.module.css'

/** Names of the columns, which stay while rows go by. */
export function DiffHead({ layout, byColumn }: { layout: Layout; byColumn: readonly ColumnSummary[] }) {
  const t = useTranslations('datasheets.diff')
  const changes = new Map(byColumn.map((one) => [one.column, one.changed]))
  return (
    <thead>
      <tr aria-rowindex={1} className={classes.head} data-view={layout.view} style={{ width: layout.width }}>
        <th scope="col" className={classes.sign} style={{ width: signWidth }}>
          <VisuallyHidden>{t('op')}</VisuallyHidden>
        </th>
        {layout.keys.map(({ column, width, align, left }) => (
          <th key={column} scope="col" className={classes.key} data-align={align} style={{ width, left }} title={column}>
            <span>{column}</span>
          </th>
        ))}
        {layout.skipped > 0 && <td style={{ flex: 'none', width: layout.skipped }} />}
        {layout.columns.map((measured) =>
          layout.view === 'split' ? (
            <Sides key={measured.column} measured={measured} />
          ) : (
            <Head key={measured.column} measured={measured} changes={changes.get(measured.column) ?? 0} />
          ),
        )}
      </tr>
    </thead>
  )
}

function Head({ measured: { column, width, align }, changes }: { measured: Measured; changes: number }) {
  const t = useTranslations('datasheets.diff')
  return (
    <th scope="col" className={classes.cell} data-align={align} style={{ width }} title={changes > 0 ? t('columnChanges', { column, count: changes }) : column}>
      <span>{column}</span>
    </th>
  )
}

/** The same column of the database and of the sheet, side by side. */
function Sides({ measured: { column, width, align } }: { measured: Measured }) {
  const t = useTranslations('datasheets.diff')
  return (['old', 'new'] as const).map((side) => (
    <th key={side} scope="col" className={classes.cell} data-align={align} data-side={side} style={{ width }} title={column}>
      <span>{column}</span>
      <span className={classes.side}>{t(side)}</span>
    </th>
  ))
}
