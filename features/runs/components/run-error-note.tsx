'use client'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { useRunErrorText, useStageName } from '#features/runs/components/use-run-words.ts'
import type { RunError } from '#features/runs/schema.ts'
import classes from './runs.module.css'

/** Why a run failed: what, where, what to do, and what the other side said. */
export function RunErrorNote({ error }: { error: RunError }) {
  const t = useTranslations('runs.page')
  const stageName = useStageName()
  const { title, detail } = useRunErrorText()(error)
  return (
    <Note tone="red" role="alert" title={title}>
      <p className={classes.errorText}>{detail}</p>
      {error.stage && <p className={classes.errorText}>{t('failedIn', { stage: stageName(error.stage) })}</p>}
      {error.detail && !detail.includes(error.detail) && <pre className={classes.said}>{error.detail}</pre>}
      <p className={classes.errorText}>
        {t('quote')} <code>{error.code}</code>
      </p>
    </Note>
  )
}
