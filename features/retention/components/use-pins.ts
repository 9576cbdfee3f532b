'use client'
import { useDisplay } from '#components/preferences/display-provider.tsx'
import { displayCaps } from '#core/shared/display.ts'

/** Analyses that a reader wants to find again at once, the latest first. Kept with the person, for every browser. */
export function usePins() {
  const { display, change } = useDisplay()
  const { pins } = display
  const toggle = (id: string) => change({ pins: pins.includes(id) ? pins.filter((one) => one !== id) : [id, ...pins].slice(0, displayCaps.pins) })
  return { pins, toggle }
}
