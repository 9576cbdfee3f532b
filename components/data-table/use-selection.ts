'use client'
import { useCallback, useMemo, useState } from 'react'

/** Which rows of the page are ticked. A row that is no longer on the page is no longer selected: nothing happens to what is out of sight. */
export type Selection<Row> = {
  rows: Row[]
  has: (id: string) => boolean
  toggle: (id: string) => void
  /** All rows of the page, or none when all are selected already. */
  toggleAll: () => void
  clear: () => void
  state: 'none' | 'some' | 'all'
}

const none: ReadonlySet<string> = new Set()

export function useSelection<Row>(items: readonly Row[], rowId: (row: Row) => string): Selection<Row> {
  const [chosen, setChosen] = useState(none)
  const rows = useMemo(() => items.filter((row) => chosen.has(rowId(row))), [items, chosen, rowId])
  const toggle = useCallback(
    (id: string) =>
      setChosen((old) => {
        const next = new Set(old)
        if (!next.delete(id)) next.add(id)
        return next
      }),
    [],
  )
  const clear = useCallback(() => setChosen(none), [])
  const state = rows.length === 0 ? 'none' : rows.length === items.length ? 'all' : 'some'
  return { rows, has: (id) => chosen.has(id), toggle, toggleAll: () => setChosen(state === 'all' ? none : new Set(items.map(rowId))), clear, state }
}
