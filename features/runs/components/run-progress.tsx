'use client'
import { useTranslations } from 'next-intl'
import { ProgressBar } from '#components/feedback/progress-bar.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { useRunTitle, useStageName } from '#features/runs/components/use-run-words.ts'
import type { Run } from '#features/runs/schema.ts'
import { hasEnded, percentOf, toneOf } from '#features/runs/view.ts'
import classes from './runs.module.css'

/** `12,000 of 48,200 · 1,830/s · about 20 s left`, as far as it is known. */
export function useProgressText(): (run: Run) => string {
  const t = useTranslations('runs.progress')
  const format = useFormat()
  return (run) => {
    const parts = [
      run.total === null ? t('done', { done: format.number(run.done) }) : t('of', { done: format.number(run.done), total: format.number(run.total) }),
    ]
    if (run.state === 'running' && run.rate !== null && run.rate > 0) parts.push(format.rate(run.rate))
    if (run.state === 'running' && run.etaMs !== null) parts.push(t('left', { time: format.duration(run.etaMs) }))
    return parts.join(' · ')
  }
}

/** A bar with what it means, for lists and cards. */
export function RunProgress({ run, compact = false }: { run: Run; compact?: boolean }) {
  const titleOf = useRunTitle()
  const stageName = useStageName()
  const progressText = useProgressText()
  const percent = percentOf(run)
  const waiting = run.state === 'queued' || run.state === 'paused'
  const text = progressText(run)
  return (
    <div className={compact ? classes.compact : undefined}>
      <ProgressBar percent={percent ?? (hasEnded(run) || waiting ? 0 : null)} tone={toneOf[run.state]} label={titleOf(run)} text={text} />
      <div className={classes.progressText}>
        <span>{run.stage && !hasEnded(run) ? stageName(run.stage) : ''}</span>
        <span>{run.stage && run.state !== 'succeeded' ? text : ''}</span>
      </div>
    </div>
  )
}
