'use client'
import { useLocalStorage } from '@mantine/hooks'
import type { ColumnVisibilityState, Updater } from '@tanstack/react-table'

export type Density = 'compact' | 'comfortable'
export type TableView = {
  visibility: ColumnVisibilityState
  setVisibility: (updater: Updater<ColumnVisibilityState>) => void
  density: Density
  setDensity: (density: Density) => void
}

/** How dense the rows of all tables are. Kept in this browser. */
export const useDensity = () => useLocalStorage<Density>({ key: 'density', defaultValue: 'comfortable' })

/** What a reader chose for a table: columns for this one, density for all. Kept in this browser. */
export function useTableView(id: string): TableView {
  const [visibility, setVisibility] = useLocalStorage<ColumnVisibilityState>({ key: `columns:${id}`, defaultValue: {} })
  const [density, setDensity] = useDensity()
  const update = (updater: Updater<ColumnVisibilityState>) => setVisibility(typeof updater === 'function' ? updater(visibility) : updater)
  return { visibility, setVisibility: update, density, setDensity }
}
