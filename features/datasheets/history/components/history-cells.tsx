'use client'
import { useTranslations } from 'next-intl'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { type Change, cellsOf, keyWords } from '#features/datasheets/history/view.ts'
import { Value } from '#features/datasheets/plans/components/value.tsx'
import classes from './history.module.css'

/** What an import did to one row: its cells, from what to what. */
export function HistoryCells({ change, column }: { change: Change; column: string | undefined }) {
  const t = useTranslations('datasheets.history')
  const cells = cellsOf(change, column)
  const { op, key, at } = change
  return (
    <>
      <span className={classes.key}>
        {t(`ops.${op}`)} <code>{keyWords(key)}</code> {at && t('from', { file: at.file, sheet: at.sheet, row: at.row })}
      </span>
      {cells.length > 0 && (
        <ScrollTable label={t('cells', { key: keyWords(key) })} minWidth={320}>
          <thead>
            <tr>
              <th scope="col">{t('column')}</th>
              <th scope="col">{t('before')}</th>
              <th scope="col">{t('after')}</th>
            </tr>
          </thead>
          <tbody>
            {cells.map(([name, [old, next]]) => (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td className={classes.value}>{op === 'insert' ? t('noRow') : <Value value={old} />}</td>
                <td className={classes.value}>{op === 'delete' ? t('noRow') : <Value value={next} />}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </>
  )
}
