'use client'
import { useLocalStorage } from '@mantine/hooks'

const most = 12

/** Analyses that a reader wants to find again at once, the latest first. Kept in this browser. */
export function usePins() {
  const [pins, setPins] = useLocalStorage<string[]>({ key: 'pinned-analyses', defaultValue: [] })
  const toggle = (id: string) => setPins(pins.includes(id) ? pins.filter((one) => one !== id) : [id, ...pins].slice(0, most))
  return { pins, toggle }
}
