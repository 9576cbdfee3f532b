'use client'
import { Anchor } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useCallback, useRef } from 'react'
import { useAnnounce } from '#components/feedback/announcer.tsx'
import { notify } from '#components/feedback/overlays.tsx'
import { useMe } from '#features/accounts/components/me-context.tsx'
import { useRunTitle } from '#features/runs/components/use-run-words.ts'
import type { Run } from '#features/runs/schema.ts'
import { resultHref } from '#features/runs/view.ts'

/** A replayed event of long ago is no news. */
const newsMs = 60_000

/** Tells the person once that a run of their own has ended, and where its outcome is. */
export function useRunEnded(): (run: Run) => void {
  const t = useTranslations('runs.ended')
  const me = useMe()
  const titleOf = useRunTitle()
  const announce = useAnnounce()
  const told = useRef(new Set<string>())
  return useCallback(
    (run) => {
      const key = `${run.id} ${run.finishedAt}`
      const old = run.finishedAt && Date.now() - new Date(run.finishedAt).getTime() > newsMs
      if (run.createdBy.id !== me.id || old || told.current.has(key)) return
      told.current.add(key)
      const failed = run.state === 'failed'
      announce(`${titleOf(run)}: ${t(run.state)}`, failed ? 'assertive' : 'polite')
      notify({
        title: t(run.state),
        message: (
          <Anchor component={Link} href={failed ? `/runs/${run.id}` : resultHref(run)} size="sm">
            {titleOf(run)}
          </Anchor>
        ),
        color: failed ? 'red' : run.state === 'succeeded' ? 'green' : 'gray',
        autoClose: failed ? false : 8_000,
      })
    },
    [me.id, titleOf, announce, t],
  )
}
