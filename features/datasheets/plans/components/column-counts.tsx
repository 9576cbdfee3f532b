'use client'
import { useTranslations } from 'next-intl'
import { useFormat } from '#components/format/use-format.ts'
import type { ColumnSummary } from '#core/datasheets/result.ts'
import type { PlanTable } from '#features/datasheets/plans/components/use-diff-url.ts'
import { trendOf } from '#features/datasheets/plans/view.ts'
import classes from './diff.module.css'

type Props = { table: PlanTable; chosen: string | null; onChoose: (column: string | null) => void }

const arrows = { up: '▲', down: '▼', mixed: '▲▼' } as const

/** How often updates change each column; a press shows only those rows, a second one all again. */
export function ColumnCounts({ table, chosen, onChoose }: Props) {
  const t = useTranslations('datasheets.diff')
  const changed = table.byColumn.filter((one) => one.changed > 0)
  if (changed.length === 0) return null
  return (
    <ul className={classes.columnCounts} aria-label={t('byColumn')}>
      {changed.map((one) => (
        <li key={one.column}>
          <button
            type="button"
            className={classes.columnCount}
            aria-pressed={chosen === one.column}
            title={t('byColumnHelp', { column: one.column })}
            onClick={() => onChoose(chosen === one.column ? null : one.column)}
          >
            <code>{one.column}</code> ~<Count summary={one} />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Count({ summary }: { summary: ColumnSummary }) {
  const t = useTranslations('datasheets.diff')
  const { number, decimal } = useFormat()
  const trend = trendOf(summary)
  const percent = trend?.percent
  return (
    <>
      {number(summary.changed)}
      {trend && (
        <span aria-label={t(`trend.${trend.direction}`)} role="img">
          {' '}
          {arrows[trend.direction]}
        </span>
      )}
      {percent !== null && percent !== undefined && ` ${decimal(percent)}%`}
    </>
  )
}
