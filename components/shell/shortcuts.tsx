'use client'
import { useRouter } from 'next/navigation'
import { lazy, useEffect, useRef, useState } from 'react'
import { leave } from '#components/feedback/leaving.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import type { Place, Section } from '#components/shell/navigation.ts'

const ShortcutHelp = lazy(async () => ({ default: (await import('#components/shell/shortcut-help.tsx')).ShortcutHelp }))

/** How long after `g` the letter may come. */
const patienceMs = 1_200

/** Where a key means a character, or belongs to a dialog or a list of choices. */
const takesKeys = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [role="dialog"], [role="listbox"]'
const typing = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || target.closest(takesKeys) !== null)

function focusSearch(): boolean {
  const search = document.querySelector<HTMLInputElement>('[data-page-search]')
  search?.focus()
  search?.select()
  return search !== null
}

/** The physical key, so that they work while a Korean input method is on. */
const letterOf = (event: KeyboardEvent): string => /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase() ?? ''

/** `g` then a letter goes, `/` searches in the page, `?` shows this list. */
export function Shortcuts({ sections }: { sections: Section[] }) {
  const router = useRouter()
  const [help, setHelp] = useState(false)
  const sinceG = useRef(0)
  const places = useRef<Place[]>([])
  places.current = sections.flatMap((section) => section.places)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return
      const letter = letterOf(event)
      if (event.key === '?') setHelp(true)
      else if (event.key === '/' && focusSearch()) event.preventDefault()
      else if (Date.now() - sinceG.current < patienceMs && letter) {
        const place = places.current.find((one) => one.letter === letter)
        sinceG.current = 0
        if (place) leave(() => router.push(place.href))
      } else if (letter === 'g' && !event.shiftKey) sinceG.current = Date.now()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [router])
  return <WhenOpened opened={help}>{(opened) => <ShortcutHelp places={places.current} opened={opened} onClose={() => setHelp(false)} />}</WhenOpened>
}
