'use client'
import { Checkbox } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
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
  const id = useId()
  const can = canExport(of)
  const { environment, beside } = counts
  return (
    <tr className={classes.row} data-off={ticked ? undefined : true}>
      <td className={classes.tick}>
        <Checkbox
          size="xs"
          aria-label={t('tick', { table: of.table })}
          aria-describedby={can ? undefined : id}
          checked={ticked}
          disabled={!can}
          onChange={onTick}
        />
      </td>
      <th scope="row">
        <code>{of.table}</code>
      </th>
      <td className={classes.number}>
        <Rows rows={of.rows} environment={environment.name} />
      </td>
      {beside && (
        <td className={classes.number}>
          <Rows rows={of.besideRows} environment={beside.name} />
        </td>
      )}
      <td id={id}>{of.rows === null ? t('missingIn', { environment: environment.name }) : of.exportable ? of.sheets.join(', ') : t('noSheet')}</td>
    </tr>
  )
}

/** The tables with their rows, side by side with another environment's where that is asked for. */
export function TableTicks({ counts, ticked, onTick }: Props) {
  const t = useTranslations('datasheets.exports')
  const { environment, beside, tables } = counts
  const can = tables.filter(canExport).map(({ table }) => table)
  const chosen = can.filter((table) => ticked.has(table)).length
  const turn = (table: string) => onTick(new Set(ticked.has(table) ? [...ticked].filter((one) => one !== table) : [...ticked, table]))
  if (tables.length === 0) return <p className={classes.said}>{t('noTables', { environment: environment.name })}</p>
  return (
    <ScrollTable label={t('tables')} minWidth={480}>
      <thead>
        <tr>
          <th scope="col" className={classes.tick}>
            <Checkbox
              size="xs"
              aria-label={t('all')}
              checked={chosen > 0 && chosen === can.length}
              indeterminate={chosen > 0 && chosen < can.length}
              disabled={can.length === 0}
              onChange={() => onTick(new Set(chosen === can.length ? [] : can))}
            />
          </th>
          <th scope="col">{t('table')}</th>
          <th scope="col" className={classes.number}>
            {t('rowsIn', { environment: environment.name })}
          </th>
          {beside && (
            <th scope="col" className={classes.number}>
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
