'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { type RefObject, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useRowChoice } from '#features/datasheets/imports/components/use-choice.tsx'
import { DiffHead } from '#features/datasheets/plans/components/diff-head.tsx'
import { DiffRow, type KeyColumn, type Layout } from '#features/datasheets/plans/components/diff-row.tsx'
import type { PlanTable } from '#features/datasheets/plans/components/use-diff-url.ts'
import { type RowsInSight, useRows } from '#features/datasheets/plans/components/use-rows.ts'
import type { PlanRow, PlanRows, RowFilter } from '#features/datasheets/plans/schema.ts'
import {
  columnStep,
  columnsInSight,
  type DiffView,
  type Measured,
  measure,
  mostRows,
  pagesOf,
  rowHeight,
  scrollToCell,
  signWidth,
} from '#features/datasheets/plans/view.ts'
import classes from './diff.module.css'

const headHeight = { unified: 34, classic: 34, split: 52 } as const
const overscan = 6
/** How long a place has to be in sight before its rows are asked for: who flies over a hundred thousand rows wants none of those between. */
const restMs = 70

/** How the keyboard walks a table. */
export type Walk = { step: (by: 1 | -1) => void }

type Props = {
  plan: string
  table: PlanTable
  filter: RowFilter
  view: DiffView
  /** Columns beside the key. */
  columns: readonly string[]
  current: number | null
  onCurrent: (index: number) => void
  onOpen: (index: number) => void
  onFound: (found: Pick<PlanRows, 'total' | 'matching' | 'complete'>) => void
  walk: RefObject<Walk | null>
}

const sum = (columns: readonly Measured[]): number => columns.reduce((total, { width }) => total + width, 0)

/** Widths come from the first rows of the table, whatever is filtered: they must not change under the reader. */
function useLayout({ table, view, columns, filter }: Props, sample: readonly PlanRow[] | undefined): Layout | null {
  const [rows, setRows] = useState(sample)
  if (!rows && sample) setRows(sample)
  return useMemo(() => {
    if (!rows) return null
    const measured = measure(table.key, rows)
    const keys: KeyColumn[] = measured.map((one, at) => ({ ...one, left: signWidth + sum(measured.slice(0, at)) }))
    const others = measure(columns, rows)
    const fixed = signWidth + sum(keys)
    const width = fixed + sum(others) * (view === 'split' ? 2 : 1)
    return { view, keys, columns: others, skipped: 0, fixed, width, height: rowHeight(view, table, filter) }
  }, [rows, table, columns, view, filter])
}

/** The changed rows of one table, as many as there are: only those in sight are drawn. */
export function DiffGrid(props: Props) {
  const [inSight, setInSight] = useState('0')
  const rows = useRows({ plan: props.plan, table: props.table.table, filter: props.filter }, inSight)
  const layout = useLayout(props, rows.first?.items)
  const { first } = rows
  const { onFound } = props
  useEffect(() => {
    if (first) onFound(first)
  }, [first, onFound])
  if (!layout || !first)
    return rows.error ? <ProblemNote error={rows.error} onRetry={rows.retry} /> : <div className={classes.region} style={{ height: 160 }} aria-busy />
  return <Rows {...props} layout={layout} rows={rows} matching={first.matching} onSight={setInSight} />
}

type RowsProps = Props & { layout: Layout; rows: RowsInSight; matching: number; onSight: (pages: string) => void }

/** Tells which pages are looked at once they have been for a moment. */
function useSight(pages: string, onSight: (pages: string) => void): void {
  useEffect(() => {
    const timer = setTimeout(() => onSight(pages), restMs)
    return () => clearTimeout(timer)
  }, [pages, onSight])
}

function useWalk({ walk, matching, current, onCurrent }: RowsProps): void {
  useImperativeHandle(walk, () => ({
    step: (by) => {
      if (matching > 0) onCurrent(Math.min(matching - 1, Math.max(0, current === null ? (by === 1 ? 0 : matching - 1) : current + by)))
    },
  }))
}

/** The same layout with only the columns that can be seen. */
function useColumnsInSight(layout: Layout, region: RefObject<HTMLElement | null>): Layout {
  const [sight, setSight] = useState({ from: 0, to: 1_600 })
  useEffect(() => {
    const box = region.current
    if (!box) return
    const look = () => {
      const from = Math.floor(box.scrollLeft / columnStep) * columnStep
      const to = Math.ceil((box.scrollLeft + box.clientWidth) / columnStep) * columnStep
      setSight((old) => (old.from === from && old.to === to ? old : { from, to }))
    }
    const away = new AbortController()
    box.addEventListener('scroll', look, { passive: true, signal: away.signal })
    const sized = new ResizeObserver(look)
    sized.observe(box)
    return () => {
      away.abort()
      sized.disconnect()
    }
  }, [region])
  return useMemo(() => ({ ...layout, ...columnsInSight(layout.columns, layout.view === 'split' ? 2 : 1, sight) }), [layout, sight])
}

function Rows(props: RowsProps) {
  const { layout, rows, matching, current, onCurrent, onOpen, onSight, table } = props
  const t = useTranslations('datasheets.diff')
  const region = useRef<HTMLElement>(null)
  const drawn = useColumnsInSight(layout, region)
  const head = headHeight[layout.view]
  const count = Math.min(matching, mostRows(layout.height))
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => region.current,
    estimateSize: () => layout.height,
    overscan,
    scrollMargin: head,
    scrollPaddingStart: head,
    useFlushSync: false,
  })
  const items = virtual.getVirtualItems()
  useSight(pagesOf({ from: items[0]?.index ?? 0, to: items.at(-1)?.index ?? 0 }).join(','), onSight)
  useWalk(props)
  useShown(props, region, (index) => virtual.scrollToIndex(index, { align: 'auto' }))
  const ticks = useRowChoice()
  const toggle = ticks?.toggleRow
  const leaveOut = useMemo(() => toggle && ((place: number) => toggle(table.table, place)), [toggle, table.table])
  const isOut = (row: PlanRow | undefined): boolean => (row && ticks?.isOut(table.table, row.index)) ?? false
  const open = useCallback(
    (index: number) => {
      onCurrent(index)
      onOpen(index)
    },
    [onCurrent, onOpen],
  )
  return (
    <>
      {rows.error && <ProblemNote error={rows.error} onRetry={rows.retry} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section ref={region} className={classes.region} tabIndex={0} aria-label={t('region', { table: table.table })} data-diff={table.table}>
        <table className={classes.table} aria-label={t('region', { table: table.table })} aria-rowcount={matching + 1}>
          <DiffHead layout={drawn} byColumn={table.byColumn} />
          <tbody className={classes.rows} style={{ height: virtual.getTotalSize(), width: layout.width }}>
            {items.map(({ index, start }) => (
              <DiffRow
                key={index}
                index={index}
                row={rows.rowAt(index)}
                top={start - head}
                layout={drawn}
                current={index === current}
                out={isOut(rows.rowAt(index))}
                onOpen={open}
                onOut={leaveOut}
              />
            ))}
          </tbody>
        </table>
      </section>
      {count < matching && <p className={`${classes.foot} ${classes.quiet}`}>{t('cut', { shown: count, all: matching })}</p>}
    </>
  )
}

/** Frames in which a row that was scrolled to may still be drawn. */
const patience = 20

function focusRow(box: HTMLElement | null, index: number, left = patience): void {
  const row = box?.querySelector<HTMLElement>(`[data-index="${index}"]`)
  if (row) row.focus({ preventScroll: true })
  else if (box && left > 0) requestAnimationFrame(() => focusRow(box, index, left - 1))
}

/** Brings the current row and its first change in sight, and the focus to it. */
function useShown({ current, layout, rows }: RowsProps, region: RefObject<HTMLElement | null>, scrollTo: (index: number) => void): void {
  const shown = useRef<number | null>(null)
  const row = current === null ? undefined : rows.rowAt(current)
  useEffect(() => {
    if (current === null || shown.current === current) return
    shown.current = current
    scrollTo(current)
    focusRow(region.current, current)
  })
  useEffect(() => {
    const box = region.current
    if (!box || row?.op !== 'update') return
    const sides = layout.view === 'split' ? 2 : 1
    let left = 0
    for (const { column, width } of layout.columns) {
      if (row.cells[column]) {
        const to = scrollToCell({ left, width: width * sides }, { left: box.scrollLeft, width: box.clientWidth, fixed: layout.fixed })
        if (to !== null) box.scrollLeft = to
        return
      }
      left += width * sides
    }
  }, [row, layout, region])
}
