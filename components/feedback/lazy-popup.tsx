'use client'
import { type ComponentType, cloneElement, type HTMLAttributes, type ReactElement, useLayoutEffect, useRef, useState } from 'react'

type Target = ReactElement<HTMLAttributes<HTMLElement>>
/** What the fetched part draws: the button, and what opens at it. */
export type PopupProps = { target: Target; opened: boolean; onChange: (opened: boolean) => void }

type Props<Own extends object> = {
  kind: 'menu' | 'dialog'
  target: Target
  /** Fetches the part that opens; must be stable. */
  load: () => Promise<ComponentType<PopupProps & Own>>
  own: Own
}

/**
 * A menu or a panel at a button, whose code comes when somebody turns to the button: hover and focus fetch it, a press opens it as soon as it is there.
 * The fetched part draws the button anew, so the focus moves from the old one to the new one before it opens.
 */
export function LazyPopup<Own extends object>({ kind, target, load, own }: Props<Own>) {
  const [Popup, setPopup] = useState<ComponentType<PopupProps & Own> | null>(null)
  const [opened, setOpened] = useState(false)
  const holder = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    if (!Popup) return
    if (document.activeElement === document.body) holder.current?.querySelector('button')?.focus({ preventScroll: true })
    setOpened(true)
  }, [Popup])
  const fetchCode = () => void load().catch(() => undefined)
  const open = () => void load().then((found) => setPopup(() => found))
  const closed = { 'aria-haspopup': kind, 'aria-expanded': false, onClick: open, onPointerEnter: fetchCode, onFocus: fetchCode } as const
  return (
    <span ref={holder} style={{ display: 'contents' }}>
      {Popup ? <Popup {...own} target={target} opened={opened} onChange={setOpened} /> : cloneElement(target, closed)}
    </span>
  )
}
