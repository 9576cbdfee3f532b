'use client'
import { Checkbox } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './tick-rows.module.css'

type AllProps = {
  label: string
  /** What can be ticked. */
  can: readonly string[]
  ticked: ReadonlySet<string>
  onTick: (ticked: readonly string[]) => void
}

/** The head of a column of ticks: all that can be ticked, or nothing. */
export function TickAll({ label, can, ticked, onTick }: AllProps) {
  const chosen = can.filter((one) => ticked.has(one)).length
  return (
    <th scope="col" className={classes.tick}>
      <Checkbox
        size="xs"
        aria-label={label}
        checked={chosen > 0 && chosen === can.length}
        indeterminate={chosen > 0 && chosen < can.length}
        disabled={can.length === 0}
        onChange={() => onTick(chosen === can.length ? [] : can)}
      />
    </th>
  )
}

type RowProps = {
  table: string
  label: string
  /** Whether it can be ticked; if not, the notes say why. */
  can: boolean
  ticked: boolean
  onTick: (ticked: boolean) => void
  /** The last cell. */
  notes: ReactNode
  /** The cells between name and notes. */
  children: ReactNode
}

/** A table that can be ticked. While it is not, it is pale. */
export function TickRow({ table, label, can, ticked, onTick, notes, children }: RowProps) {
  const id = useId()
  return (
    <tr data-tone={ticked ? undefined : 'dimmed'}>
      <td className={classes.tick}>
        <Checkbox
          size="xs"
          aria-label={label}
          aria-describedby={can ? undefined : id}
          checked={ticked}
          disabled={!can}
          onChange={(event) => onTick(event.currentTarget.checked)}
        />
      </td>
      <th scope="row">
        <code>{table}</code>
      </th>
      {children}
      <td id={id}>{notes}</td>
    </tr>
  )
}

/** Several tags in a cell. */
export function TagList({ children }: { children: ReactNode }) {
  return <span className={classes.tags}>{children}</span>
}
