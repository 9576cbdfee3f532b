'use client'
import { Anchor } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { useRunTitle } from '#features/runs/components/use-run-words.ts'
import { useSeconds } from '#features/runs/components/use-seconds.ts'
import type { Run } from '#features/runs/schema.ts'
import { elapsedMs, hasEnded } from '#features/runs/view.ts'
import classes from './runs.module.css'

export function RunLink({ run }: { run: Run }) {
  const titleOf = useRunTitle()
  return (
    <Anchor component={Link} href={`/runs/${run.id}`} size="sm" className={classes.title}>
      {titleOf(run)}
    </Anchor>
  )
}

export function RunTime({ run }: { run: Run }) {
  const t = useTranslations('runs.facts')
  const format = useFormat()
  const now = useSeconds(run.startedAt !== null && !hasEnded(run))
  const elapsed = elapsedMs(run, now)
  if (elapsed === null) return <Unknown reason={t('notStarted')} />
  return <span suppressHydrationWarning>{format.duration(elapsed)}</span>
}
