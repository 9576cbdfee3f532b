'use client'
import { VisuallyHidden } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, memo, type ReactNode } from 'react'
import { Value } from '#features/datasheets/plans/components/value.tsx'
import type { PlanRow } from '#features/datasheets/plans/schema.ts'
import { type Cell, cellOf, type DiffView, differsUnseen, keyText, type Measured, signs, signWidth } from '#features/datasheets/plans/view.ts'
import classes from './diff.module.css'

/** A column of the key stays while the others go by. */
export type KeyColumn = Measured & { left: number }
export type Layout = {
  view: DiffView
  keys: readonly KeyColumn[]
  columns: readonly Measured[] /** Room of the columns before those. */
  skipped: number
  fixed: number
  width: number
  height: number
}
type Props = {
  row: PlanRow | undefined
  index: number
  top: number
  layout: Layout
  current: boolean
  /** Whether the row is left out of what is done. */
  out?: boolean
  onOpen: (index: number) => void
  /** Leaves the row out, or takes it in again; `place` is its place in the operations of the table. */
  onOut?: ((place: number) => void) | undefined
}

/** One changed row, or the room of one that is on its way. */
export const DiffRow = memo(function DiffRow({ row, index, top, layout, current, out = false, onOpen, onOut }: Props) {
  const twoLines = layout.view === 'classic' && row?.op === 'update'
  const height = twoLines ? layout.height / 2 : layout.height
  const line = (at: 0 | 1) => ({
    className: classes.row,
    'data-current': current || undefined,
    'data-out': out || undefined,
    'aria-rowindex': index + 2,
    style: { transform: `translateY(${top + at * height}px)`, height, width: layout.width },
    onClick: () => !window.getSelection()?.toString() && onOpen(index),
  })
  const first = {
    ...line(0),
    tabIndex: current ? 0 : -1,
    'data-index': index,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter') onOpen(index)
      else if (event.code === 'KeyX' && row && onOut) onOut(row.index)
    },
  }
  if (!row)
    return (
      <tr {...first} aria-busy>
        <td className={classes.placeholder} />
      </tr>
    )
  if (twoLines)
    return (
      <>
        <tr {...first} data-op="update" data-side="old">
          <Line row={row} layout={layout} side="old" />
        </tr>
        <tr {...line(1)} data-op="update" data-side="new">
          <Line row={row} layout={layout} side="new" />
        </tr>
      </>
    )
  return (
    <tr {...first} data-op={row.op}>
      <Sign row={row} out={out} />
      <Keys row={row} layout={layout} />
      {layout.skipped > 0 && <td style={{ flex: 'none', width: layout.skipped }} />}
      {layout.columns.map((measured) => (
        <Column key={measured.column} measured={measured} cell={cellOf(row, measured.column)} view={layout.view} />
      ))}
    </tr>
  )
})

function Sign({ row: { op, renamed }, out }: { row: PlanRow; out: boolean }) {
  const t = useTranslations('datasheets.diff')
  const hint = renamed && t('renamed', { key: keyText(renamed) })
  return (
    <td className={classes.sign} style={{ width: signWidth }} title={hint}>
      <span aria-hidden>
        {signs[op]}
        {renamed && '≈'}
      </span>
      <VisuallyHidden>
        {t(`ops.${op}`)}
        {hint && `, ${hint}`}
        {out && `, ${t('out')}`}
      </VisuallyHidden>
    </td>
  )
}

function Keys({ row, layout }: { row: PlanRow; layout: Layout }) {
  return layout.keys.map(({ column, width, align, left }) => (
    <th key={column} scope="row" className={classes.key} data-align={align} style={{ width, left }}>
      <span>
        <Value value={row.key[column] ?? null} />
      </span>
    </th>
  ))
}

type OneProps = { measured: Measured; none?: boolean; side?: 'old' | 'new'; changed?: boolean; children: ReactNode }

function One({ measured: { width, align }, none = false, side, changed = false, children }: OneProps) {
  return (
    <td className={classes.cell} data-align={align} data-none={none || undefined} data-side={side} data-changed={changed || undefined} style={{ width }}>
      {none ? null : children}
    </td>
  )
}

/** Old above new where they differ, or the database on the left and the sheet on the right. */
function Column({ measured, cell, view }: { measured: Measured; cell: Cell; view: DiffView }) {
  const { kind, old, next } = cell
  const changed = kind === 'changed'
  const spaces = changed && differsUnseen(old, next)
  const before = <Value value={old} spaces={spaces} />
  const after = <Value value={next} spaces={spaces} />
  if (view === 'split')
    return (
      <>
        <One measured={measured} side="old" none={kind === 'none' || kind === 'added'}>
          {changed ? <del>{before}</del> : <span>{before}</span>}
        </One>
        <One measured={measured} side="new" none={kind === 'none' || kind === 'removed'}>
          {changed ? <ins>{after}</ins> : <span>{after}</span>}
        </One>
      </>
    )
  if (!changed)
    return (
      <One measured={measured} none={kind === 'none'}>
        <span>{kind === 'removed' ? before : after}</span>
      </One>
    )
  return (
    <One measured={measured}>
      <del>{before}</del>
      <ins>{after}</ins>
    </One>
  )
}

/** An update as git writes it: the row that goes, then the row that comes. */
function Line({ row, layout, side }: { row: PlanRow; layout: Layout; side: 'old' | 'new' }) {
  const t = useTranslations('datasheets.diff')
  return (
    <>
      <td className={classes.sign} style={{ width: signWidth }}>
        <span aria-hidden>{side === 'old' ? '-' : '+'}</span>
        <VisuallyHidden>{t(side)}</VisuallyHidden>
      </td>
      <Keys row={row} layout={layout} />
      {layout.skipped > 0 && <td style={{ flex: 'none', width: layout.skipped }} />}
      {layout.columns.map((measured) => {
        const { kind, old, next } = cellOf(row, measured.column)
        const changed = kind === 'changed'
        return (
          <One key={measured.column} measured={measured} none={kind === 'none'} changed={changed}>
            <span>
              <Value value={side === 'old' ? old : next} spaces={changed && differsUnseen(old, next)} />
            </span>
          </One>
        )
      })}
    </>
  )
}
