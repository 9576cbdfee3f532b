'use client'
import type { ColumnVisibilityState, Updater } from '@tanstack/react-table'
import { useDisplay } from '#components/preferences/display-provider.tsx'
import type { Density } from '#core/shared/display.ts'

export type TableView = {
  visibility: ColumnVisibilityState
  setVisibility: (updater: Updater<ColumnVisibilityState>) => void
  density: Density
  setDensity: (density: Density) => void
}

/** What a reader chose for a table: columns for this one, density for all. Kept with the person, for every browser. */
export function useTableView(id: string): TableView {
  const { display, change } = useDisplay()
  const visibility: ColumnVisibilityState = Object.fromEntries((display.hiddenColumns[id] ?? []).map((column) => [column, false]))
  const setVisibility = (updater: Updater<ColumnVisibilityState>) => {
    const next = typeof updater === 'function' ? updater(visibility) : updater
    change({ hiddenColumns: { [id]: Object.keys(next).filter((column) => !next[column]) } })
  }
  return { visibility, setVisibility, density: display.density, setDensity: (density) => change({ density }) }
}
