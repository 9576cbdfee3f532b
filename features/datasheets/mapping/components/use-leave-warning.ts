'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { askFirst } from '#components/feedback/overlays.tsx'

type Words = { title: string; leave: string; stay: string }

const leadsAway = (event: MouseEvent): HTMLAnchorElement | null => {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return null
  const link = (event.target as Element | null)?.closest?.<HTMLAnchorElement>('a[href]') ?? null
  const samePage = link && new URL(link.href).pathname === window.location.pathname
  return link && !samePage && !link.target && !link.hasAttribute('download') ? link : null
}

/**
 * Asks before a page with unsaved edits is left, by a link of the console or by the browser. What it answers asks before an act that gives them up,
 * when there are any.
 */
export function useLeaveWarning(dirty: boolean, words: Words): (act: () => void) => void {
  const router = useRouter()
  const { title, leave, stay } = words
  useEffect(() => {
    if (!dirty) return
    const away = new AbortController()
    window.addEventListener('beforeunload', (event) => event.preventDefault(), { signal: away.signal })
    const onClick = (event: MouseEvent) => {
      const link = leadsAway(event)
      if (!link) return
      event.preventDefault()
      event.stopPropagation()
      const go = () => {
        away.abort()
        router.push(link.href)
      }
      askFirst({ title, confirm: leave, cancel: stay, onConfirm: go })
    }
    document.addEventListener('click', onClick, { capture: true, signal: away.signal })
    return () => away.abort()
  }, [dirty, router, title, leave, stay])
  return (act) => (dirty ? askFirst({ title, confirm: leave, cancel: stay, onConfirm: act }) : act())
}
