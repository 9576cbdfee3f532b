'use client'
import { useTranslations } from 'next-intl'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { differingColumns } from '#features/datasheets/imports/view.ts'
import { Value } from '#features/datasheets/plans/components/value.tsx'
import classes from './imports.module.css'

type Row = Readonly<Record<string, string | null>> | null
export type Version = { name: string; row: Row; tone?: 'mine' | 'theirs' }

/** The versions of one row beside each other: only the columns in which they differ. */
export function Versions({ label, versions }: { label: string; versions: readonly Version[] }) {
  const t = useTranslations('datasheets.versions')
  const columns = differingColumns(versions.map(({ row }) => row))
  return (
    <ScrollTable label={label} minWidth={80 + versions.length * 120}>
      <thead>
        <tr>
          <th scope="col">{t('column')}</th>
          {versions.map(({ name, tone }) => (
            <th key={name} scope="col" data-tone={tone} className={classes.version}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {columns.map((column) => (
          <tr key={column}>
            <th scope="row">
              <code>{column}</code>
            </th>
            {versions.map(({ name, row, tone }) => (
              <td key={name} data-tone={tone} className={classes.version}>
                <Cell row={row} column={column} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  )
}

function Cell({ row, column }: { row: Row; column: string }) {
  const t = useTranslations('datasheets.versions')
  if (row === null) return <span className={classes.quiet}>{t('noRow')}</span>
  const value = row[column]
  return value === undefined ? <span className={classes.quiet}>{t('notGiven')}</span> : <Value value={value} />
}
