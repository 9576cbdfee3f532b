'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { askFirst } from '#components/feedback/overlays.tsx'

type Go = () => void

let question: ((go: Go) => void) | null = null

/** Goes somewhere else; first asks where something would be lost. */
export function leave(go: Go): void {
  if (question) question(go)
  else go()
}

/** Whether two addresses are the same place, so that nothing is lost on the way from one to the other. */
type SamePlace = (a: URL, b: URL) => boolean

const sameAddress: SamePlace = (a, b) => a.pathname + a.search === b.pathname + b.search
const here = (): URL => new URL(location.href)

/** The page of this console that a click would open in the place of this one; null for every other click. */
function placeOf(event: MouseEvent, isSame: SamePlace): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link?.href || link.target !== '' || link.hasAttribute('download')) return null
  const to = new URL(link.href)
  return to.origin === location.origin && !isSame(to, here()) ? to.pathname + to.search + to.hash : null
}

/**
 * Asks before the page is left while something on it is not saved: by a link, a shortcut, the browser's history where it lets itself be held, or by closing
 * it. `isSame` (stable) says which other addresses do not leave it; none, unless it says so.
 */
export function useLeaveQuestion(isUnsaved: boolean, isSame: SamePlace = sameAddress): void {
  const t = useTranslations('feedback.leaving')
  const router = useRouter()
  useEffect(() => {
    if (!isUnsaved) return
    const listening = new AbortController()
    const { signal } = listening
    question = (go) =>
      askFirst({
        title: t('title'),
        text: t('text'),
        confirm: t('confirm'),
        cancel: t('cancel'),
        onConfirm: () => {
          listening.abort()
          question = null
          go()
        },
      })
    const onClick = (event: MouseEvent) => {
      const place = placeOf(event, isSame)
      if (place === null) return
      event.preventDefault()
      event.stopPropagation()
      leave(() => router.push(place))
    }
    const onNavigate = (event: NavigateEvent) => {
      const { key, url } = event.destination
      if (event.navigationType !== 'traverse' || !event.cancelable || isSame(new URL(url), here())) return
      event.preventDefault()
      leave(() => void window.navigation.traverseTo(key))
    }
    document.addEventListener('click', onClick, { capture: true, signal })
    window.addEventListener('beforeunload', (event) => event.preventDefault(), { signal })
    if ('navigation' in window) window.navigation.addEventListener('navigate', onNavigate, { signal })
    return () => {
      listening.abort()
      question = null
    }
  }, [isUnsaved, isSame, router, t])
}
