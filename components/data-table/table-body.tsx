'use client'
import { Checkbox, Skeleton } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { lazy, type MouseEvent, type RefObject, Suspense } from 'react'
import type { Table } from '#components/data-table/data-table.tsx'
import type { Selection } from '#components/data-table/use-selection.ts'
import { Late } from '#components/feedback/late.tsx'
import { QuietTimes } from '#components/format/quiet-times.ts'
import classes from './data-table.module.css'

const RowsInSight = lazy(async () => ({ default: (await import('#components/data-table/rows-in-sight.tsx')).RowsInSight }))

/** Fewer rows than this are all drawn: find-in-page and screen readers see them. */
const drawAll = 120

type Ticks<Row> = { selection: Selection<Row>; name: (row: Row) => string }

type Props<Row extends object> = {
  table: Table<Row>
  ticks: Ticks<Row> | undefined
  scroller: RefObject<HTMLElement | null>
  rowHref: ((row: Row) => string) | undefined
  onRow: ((row: Row) => void) | undefined
  /** How many rows of the list come before this page. */
  first: number
}

export function TableBody<Row extends object>({ table, ticks, scroller, rowHref, onRow, first }: Props<Row>) {
  const router = useRouter()
  const go = onRow ?? (rowHref && ((row: Row) => router.push(rowHref(row))))
  const rows = table.getRowModel().rows
  const open = (row: Row) => (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    // What a menu or a dialog of the row gets is told to the row, too, though it lies elsewhere.
    if (!event.currentTarget.contains(target)) return
    if (!target.closest('a, button, input, label') && !window.getSelection()?.toString()) go?.(row)
  }
  const draw = (index: number) => {
    const row = rows[index]
    if (!row) return null
    return (
      <tr
        key={row.id}
        className={classes.row}
        data-row
        data-opens={go ? true : undefined}
        tabIndex={-1}
        data-selected={ticks?.selection.has(row.id) || undefined}
        aria-rowindex={first + index + 2}
        onClick={go ? open(row.original) : undefined}
      >
        {ticks && <Tick ticks={ticks} row={row.original} id={row.id} />}
        {row.getVisibleCells().map((cell) => (
          <td key={cell.id} data-align={cell.column.columnDef.meta?.align}>
            <table.FlexRender cell={cell} />
          </td>
        ))}
      </tr>
    )
  }
  return (
    <QuietTimes value>
      <tbody>
        {rows.length <= drawAll ? (
          rows.map((_, index) => draw(index))
        ) : (
          <Suspense fallback={rows.slice(0, drawAll).map((_, index) => draw(index))}>
            <RowsInSight count={rows.length} scroller={scroller} draw={draw} />
          </Suspense>
        )}
      </tbody>
    </QuietTimes>
  )
}

function Tick<Row>({ ticks, row, id }: { ticks: Ticks<Row>; row: Row; id: string }) {
  const t = useTranslations('table')
  return (
    <td className={classes.tick}>
      <Checkbox
        size="xs"
        data-tick
        aria-label={t('select', { name: ticks.name(row) })}
        checked={ticks.selection.has(id)}
        onChange={() => ticks.selection.toggle(id)}
      />
    </td>
  )
}

const lines = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

/** Stands for rows that are on their way; appears only when they take longer than 200 ms. */
export function TableSkeleton<Row extends object>({ table, ticks }: { table: Table<Row>; ticks: boolean }) {
  return (
    <tbody>
      {lines.map((line) => (
        <tr key={line}>
          {ticks && <td className={classes.tick} />}
          {table.getVisibleLeafColumns().map((column) => (
            <td key={column.id}>
              <Late>
                <Skeleton height={12} my={4} width={column.columnDef.meta?.align === 'end' ? 48 : '70%'} miw={40} />
              </Late>
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}
