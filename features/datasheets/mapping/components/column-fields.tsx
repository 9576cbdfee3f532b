'use client'
import { NativeSelect, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import type { ColumnMapping, TableMapping } from '#core/datasheets/mapping/mapping.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import { PlaceIssues } from '#features/datasheets/mapping/components/issue-context.tsx'
import { blanks, withColumn } from '#features/datasheets/mapping/view.ts'
import classes from './mapping.module.css'

type Props = { table: TableMapping; def: TableDef; path: string; onChange: (table: TableMapping) => void }

/** How blank cells of each column are read, and what stands for NULL and for an empty text. */
export function ColumnFields({ table, def, path, onChange }: Props) {
  const t = useTranslations('datasheets.mapping.columns')
  return (
    <ScrollTable label={t('title')} minWidth={460}>
      <thead>
        <tr>
          <th scope="col">{t('column')}</th>
          <th scope="col">{t('blank')}</th>
          <th scope="col">{t('nullToken')}</th>
          <th scope="col">{t('emptyToken')}</th>
        </tr>
      </thead>
      <tbody>
        {def.columns
          .filter(({ generated }) => !generated)
          .map((column) => {
            const said: ColumnMapping = table.columns[column.name] ?? {}
            const set = (change: Parameters<typeof withColumn>[2]) => onChange(withColumn(table, column.name, change))
            const token = (name: 'nullToken' | 'emptyToken') => (
              <TextInput
                size="xs"
                w={76}
                aria-label={t('tokenOf', { column: column.name, token: t(name) })}
                maxLength={32}
                value={said[name] ?? ''}
                onChange={(event) => set({ [name]: event.currentTarget.value || undefined })}
              />
            )
            return (
              <tr key={column.name}>
                <th scope="row">
                  <code>{column.name}</code>
                  <span className={classes.declared}>
                    {column.declared}
                    {column.nullable ? '' : ' NOT NULL'}
                  </span>
                  <PlaceIssues path={`${path}.columns.${column.name}`} />
                </th>
                <td>
                  <NativeSelect
                    size="xs"
                    w={124}
                    aria-label={t('blankOf', { column: column.name })}
                    value={said.blank ?? ''}
                    data={[
                      { value: '', label: t(column.nullable ? 'blankNull' : 'blankError') },
                      ...blanks.map((value) => ({ value, label: t(`blanks.${value}`) })),
                    ]}
                    onChange={(event) => set({ blank: blanks.find((one) => one === event.currentTarget.value) })}
                  />
                </td>
                <td>{token('nullToken')}</td>
                <td>{token('emptyToken')}</td>
              </tr>
            )
          })}
      </tbody>
    </ScrollTable>
  )
}
