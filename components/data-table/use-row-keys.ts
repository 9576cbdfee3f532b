'use client'
import { useHotkeys } from '@mantine/hooks'
import type { RefObject } from 'react'

/** `j` and `k` walk the rows; the focus goes to the row's link where it has one, so that Enter opens it. */
export function useRowKeys(region: RefObject<HTMLElement | null>): void {
  const move = (step: 1 | -1) => {
    const rows = [...(region.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const at = rows.findIndex((row) => row.contains(document.activeElement))
    const next = rows[at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step]
    const target = next?.querySelector<HTMLElement>('a') ?? next
    target?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  useHotkeys([
    ['J', () => move(1), { usePhysicalKeys: true }],
    ['K', () => move(-1), { usePhysicalKeys: true }],
  ])
}
