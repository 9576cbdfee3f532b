'use client'
import { useHotkeys } from '@mantine/hooks'
import type { RefObject } from 'react'

const rowsOf = (region: HTMLElement | null): HTMLElement[] => [...(region?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]

/** `j` and `k` walk the rows; the focus goes to the row's link or button where it has one, so that Enter opens it. `x` ticks the row. */
export function useRowKeys(region: RefObject<HTMLElement | null>): void {
  const move = (step: 1 | -1) => {
    const rows = rowsOf(region.current)
    const at = rows.findIndex((row) => row.contains(document.activeElement))
    const next = rows[at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step]
    const target = next?.querySelector<HTMLElement>('a, button') ?? next
    target?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  const tick = () => {
    const row = rowsOf(region.current).find((one) => one.contains(document.activeElement))
    row?.querySelector<HTMLElement>('[data-tick]')?.click()
  }
  useHotkeys([
    ['J', () => move(1), { usePhysicalKeys: true }],
    ['K', () => move(-1), { usePhysicalKeys: true }],
    ['X', tick, { usePhysicalKeys: true }],
  ])
}
