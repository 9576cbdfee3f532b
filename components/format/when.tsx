'use client'
import { type CSSProperties, type RefObject, use, useEffect, useId, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useOwnZone } from '#components/format/own-zone.ts'
import { QuietTimes } from '#components/format/quiet-times.ts'
import { type Locale, spokenInZones } from '#components/format/time.ts'
import { houseZone, useFormat } from '#components/format/use-format.ts'
import classes from './format.module.css'

type Props = {
  at: string
  seconds?: boolean
  zone?: string
  /** It stands in a link or button, whose focus counts: a second stop inside would be one too many. */
  inControl?: boolean
}

/** An instant with its zone. Under the pointer and, but for the rows of a list, with the focus it says more: the house's zone, the reader's own, ISO 8601, and how long ago. */
export function When({ at, seconds = false, zone = houseZone, inControl = false }: Props) {
  const format = useFormat()
  const element = useRef<HTMLTimeElement>(null)
  const { id, place, show, hide, leave } = useHint(element, inControl)
  const stop = use(QuietTimes) || inControl ? {} : { tabIndex: 0, onFocus: show, onBlur: hide, 'aria-describedby': place ? id : undefined }
  return (
    <time ref={element} dateTime={at} className={classes.when} onPointerEnter={show} onPointerLeave={leave} {...stop}>
      {seconds ? format.dateTimeSeconds(at, zone) : format.dateTime(at, zone)}
      {place && <Hint id={id} at={at} zone={zone} place={place} />}
    </time>
  )
}

const controlOf = (element: HTMLElement | null): HTMLElement | null => element?.closest<HTMLElement>('a, button') ?? null

function under(element: HTMLElement | null): CSSProperties {
  const { left, bottom } = element?.getBoundingClientRect() ?? { left: 0, bottom: 0 }
  return { left: `max(8px, min(${left}px, 100vw - 328px))`, top: bottom }
}

/** Stays while pointer or focus are there, also while the page scrolls to the focus, and goes with Esc (WCAG 1.4.13). */
function useHint(element: RefObject<HTMLElement | null>, inControl: boolean) {
  const id = useId()
  const [place, setPlace] = useState<CSSProperties | null>(null)
  const hide = () => setPlace(null)
  const show = () => setPlace(under(element.current))
  const leave = () => {
    const focused = document.activeElement
    if (focused !== element.current && (!inControl || focused !== controlOf(element.current))) hide()
  }
  useControl(element, inControl ? { id, open: place !== null, show, hide } : null)
  const open = place !== null
  useEffect(() => {
    if (!open) return
    const away = new AbortController()
    document.addEventListener('keydown', (event) => event.key === 'Escape' && setPlace(null), { signal: away.signal })
    window.addEventListener('scroll', () => setPlace(under(element.current)), { signal: away.signal, capture: true, passive: true })
    return () => away.abort()
  }, [open, element])
  return { id, place, show, hide, leave }
}

type Control = { id: string; open: boolean; show: () => void; hide: () => void }

/** The link or button around the time opens the hint with its own focus, and is described by it. */
function useControl(element: RefObject<HTMLElement | null>, control: Control | null): void {
  useEffect(() => {
    const around = control && controlOf(element.current)
    if (!control || !around) return
    const away = new AbortController()
    around.addEventListener('focus', control.show, { signal: away.signal })
    around.addEventListener('blur', control.hide, { signal: away.signal })
    if (control.open) around.setAttribute('aria-describedby', control.id)
    else around.removeAttribute('aria-describedby')
    return () => away.abort()
  })
}

/** Outside of what scrolls and cuts. For React it is still inside of the time: the pointer may go there. */
function Hint({ id, at, zone, place }: { id: string; at: string; zone: string; place: CSSProperties }) {
  const { locale, relative } = useFormat()
  const ownZone = useOwnZone()
  const lines = spokenInZones(at, [zone, houseZone, ownZone()], locale as Locale)
  return createPortal(
    <span id={id} role="tooltip" className={classes.hint} style={place}>
      {[...lines, at, relative(at, Date.now())].map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>,
    document.body,
  )
}
