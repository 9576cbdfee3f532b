'use client'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { useRunErrorText, useStageName } from '#features/runs/components/use-run-words.ts'
import type { Run, RunError } from '#features/runs/schema.ts'
import classes from './runs.module.css'

/** Why a run failed: what, where, what to do, and what the other side said. */
export function RunErrorNote({ run, error }: { run: Pick<Run, 'stage' | 'done' | 'total'>; error: RunError }) {
  const t = useTranslations('runs.page')
  const stageName = useStageName()
  const { number } = useFormat()
  const { title, detail } = useRunErrorText()(error)
  const whereOf = (stage: string): string =>
    run.stage === stage && run.total !== null
      ? t('failedAfter', { stage: stageName(stage), done: number(run.done), total: number(run.total) })
      : t('failedIn', { stage: stageName(stage) })
  return (
    <Note tone="red" role="alert" title={title}>
      <p className={classes.errorText}>{detail}</p>
      {error.stage && <p className={classes.errorText}>{whereOf(error.stage)}</p>}
      {error.detail && !detail.includes(error.detail) && <pre className={classes.said}>{error.detail}</pre>}
      <p className={classes.errorText}>
        {t('quote')} <code>{error.code}</code>
      </p>
    </Note>
  )
}
