'use client'
import { useTranslations } from 'next-intl'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { TickAll, TickRow } from '#features/datasheets/components/tick-rows.tsx'
import type { TableCounts } from '#features/datasheets/exports/schema.ts'
import { canExport } from '#features/datasheets/exports/view.ts'
import classes from './export.module.css'

type Counted = TableCounts['tables'][number]
type Props = { counts: TableCounts; ticked: ReadonlySet<string>; onTick: (ticked: ReadonlySet<string>) => void }

function Rows({ rows, environment }: { rows: number | null; environment: string }) {
  const t = useTranslations('datasheets.exports')
  const { number } = useFormat()
  return rows === null ? <Unknown reason={t('missingIn', { environment })} /> : number(rows)
}

function Row({ of, counts, ticked, onTick }: { of: Counted; counts: TableCounts; ticked: boolean; onTick: () => void }) {
  const t = useTranslations('datasheets.exports')
  const { environment, beside } = counts
  const notes = of.rows === null ? t('missingIn', { environment: environment.name }) : of.exportable ? of.sheets.join(', ') : t('noSheet')
  return (
    <TickRow table={of.table} label={t('tick', { table: of.table })} can={canExport(of)} ticked={ticked} onTick={onTick} notes={notes}>
      <td data-align="end">
        <Rows rows={of.rows} environment={environment.name} />
      </td>
      {beside && (
        <td data-align="end">
          <Rows rows={of.besideRows} environment={beside.name} />
        </td>
      )}
    </TickRow>
  )
}

/** The tables with their rows, side by side with another environment's where that is asked for. */
export function TableTicks({ counts, ticked, onTick }: Props) {
  const t = useTranslations('datasheets.exports')
  const { environment, beside, tables } = counts
  const can = tables.filter(canExport).map(({ table }) => table)
  const turn = (table: string) => onTick(new Set(ticked.has(table) ? [...ticked].filter((one) => one !== table) : [...ticked, table]))
  if (tables.length === 0) return <p className={classes.said}>{t('noTables', { environment: environment.name })}</p>
  return (
    <ScrollTable label={t('tables')} minWidth={480}>
      <thead>
        <tr>
          <TickAll label={t('all')} can={can} ticked={ticked} onTick={(chosen) => onTick(new Set(chosen))} />
          <th scope="col">{t('table')}</th>
          <th scope="col" data-align="end">
            {t('rowsIn', { environment: environment.name })}
          </th>
          {beside && (
            <th scope="col" data-align="end">
              {t('rowsIn', { environment: beside.name })}
            </th>
          )}
          <th scope="col">{t('sheets')}</th>
        </tr>
      </thead>
      <tbody>
        {tables.map((one) => (
          <Row key={one.table} of={one} counts={counts} ticked={canExport(one) && ticked.has(one.table)} onTick={() => turn(one.table)} />
        ))}
      </tbody>
    </ScrollTable>
  )
}
