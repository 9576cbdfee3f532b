'use client'
import { Checkbox } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { Table } from '#components/data-table/data-table.tsx'
import type { ListUrl } from '#components/data-table/list-url.ts'
import { type Direction, SortButton } from '#components/data-table/sort-button.tsx'
import type { Selection } from '#components/data-table/use-selection.ts'
import classes from './data-table.module.css'

const directionOf = (sort: string | null, name: string): Direction => (sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none')

/** First press sorts upwards, the second downwards, the third gives the list's own order back. */
const nextSort = (name: string, direction: Direction): string | null => ({ none: name, ascending: `-${name}`, descending: null })[direction]

type Props<Row extends object> = { table: Table<Row>; url: ListUrl<string>; ticks: { selection: Selection<Row> } | undefined }

export function TableHead<Row extends object>({ table, url, ticks }: Props<Row>) {
  return (
    <thead>
      <tr>
        {ticks && <TickAll selection={ticks.selection} />}
        {table.getVisibleLeafColumns().map((column) => {
          const { label = column.id, sort, align, help } = column.columnDef.meta ?? {}
          if (!sort)
            return (
              <th key={column.id} scope="col" data-align={align} title={help}>
                {label}
              </th>
            )
          const direction = directionOf(url.sort, sort)
          return (
            <th key={column.id} scope="col" data-align={align} title={help} aria-sort={direction}>
              <SortButton label={label} direction={direction} onPress={() => url.setSort(nextSort(sort, direction))} />
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

function TickAll({ selection }: { selection: Pick<Selection<unknown>, 'state' | 'toggleAll'> }) {
  const t = useTranslations('table')
  return (
    <th className={classes.tick} scope="col">
      <Checkbox
        size="xs"
        aria-label={t('selectAll')}
        checked={selection.state === 'all'}
        indeterminate={selection.state === 'some'}
        onChange={selection.toggleAll}
      />
    </th>
  )
}
