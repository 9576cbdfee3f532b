'use client'
import { Kbd, Modal } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Fragment, useEffect, useRef, useState } from 'react'
import type { Place, Section } from '#components/shell/navigation.ts'
import classes from './shell.module.css'

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
        if (place) router.push(place.href)
      } else if (letter === 'g' && !event.shiftKey) sinceG.current = Date.now()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [router])
  return <ShortcutHelp places={places.current} opened={help} onClose={() => setHelp(false)} />
}

function ShortcutHelp({ places, opened, onClose }: { places: Place[]; opened: boolean; onClose: () => void }) {
  const t = useTranslations()
  const general = [
    ['palette', 'Ctrl K'],
    ['search', '/'],
    ['rows', 'j k'],
    ['select', 'x'],
    ['open', 'Enter'],
    ['close', 'Esc'],
    ['help', '?'],
  ] as const
  return (
    <Modal opened={opened} onClose={onClose} title={t('shell.keys.title')}>
      <dl className={classes.keys}>
        {general.map(([name, keys]) => (
          <Fragment key={name}>
            <dt>
              <Kbd>{keys}</Kbd>
            </dt>
            <dd>{t(`shell.keys.${name}`)}</dd>
          </Fragment>
        ))}
        {places.map((place) => (
          <Fragment key={place.id}>
            <dt>
              <Kbd>g</Kbd> <Kbd>{place.letter}</Kbd>
            </dt>
            <dd>{t(`nav.${place.id}`)}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  )
}
