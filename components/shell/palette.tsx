'use client'
import { useHotkeys } from '@mantine/hooks'
import type { Icon } from '@tabler/icons-react'
import { lazy, type RefObject, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import type { Section } from '#components/shell/navigation.ts'

export type PaletteAction = { id: string; label: string; icon: Icon; keywords?: string; run: () => void }

const load = () => import('#components/shell/palette-dialog.tsx')
const PaletteDialog = lazy(async () => ({ default: (await load()).PaletteDialog }))

/** For who turns to the button of the palette: its code may come before the press. */
export const fetchPalette = (): void => void load().catch(() => undefined)

/** Keeps in `typed` what is typed while the palette is on its way: it belongs to the palette, and must not act on the page. Esc gives up. */
function useTypedAhead(waiting: boolean, typed: RefObject<string>, giveUp: () => void): void {
  useEffect(() => {
    if (!waiting) return
    typed.current = ''
    const keep = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      event.preventDefault()
      event.stopPropagation()
      if (event.key === 'Escape') giveUp()
      else if (event.key === 'Backspace') typed.current = typed.current.slice(0, -1)
      else if (event.key.length === 1) typed.current += event.key
    }
    window.addEventListener('keydown', keep, { capture: true })
    return () => window.removeEventListener('keydown', keep, { capture: true })
  }, [waiting, typed, giveUp])
}

/** The palette as its button sees it: `ask` opens it, after its code was fetched for the first time. */
export function usePalette() {
  const [wanted, setWanted] = useState(false)
  const [open, setOpen] = useState<(() => void) | null>(null)
  const typed = useRef('')
  const giveUp = useCallback(() => setWanted(false), [])
  useTypedAhead(wanted && !open, typed, giveUp)
  const onStanding = useCallback((opener: () => void) => {
    opener()
    setOpen(() => opener)
  }, [])
  return { wanted, typed, onStanding, ask: open ?? (() => setWanted(true)) }
}

type Props = { palette: ReturnType<typeof usePalette>; sections: Section[]; actions: PaletteAction[] }

/** Ctrl/⌘ K: go anywhere, do anything that the permissions allow. */
export function Palette({ palette: { wanted, typed, onStanding, ask }, sections, actions }: Props) {
  useHotkeys([['mod+K', ask, { usePhysicalKeys: true }]])
  if (!wanted) return null
  return (
    <Suspense>
      <PaletteDialog sections={sections} actions={actions} typed={typed} onStanding={onStanding} />
    </Suspense>
  )
}
