'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { workersQuery } from '#features/runs/queries.ts'
import classes from './runs.module.css'

/** Asked again when the event stream said nothing about workers for this long. */
const askMs = 8_000

/** Says that nobody works on the queue. */
export function WorkersBanner() {
  const t = useTranslations('runs.noWorker')
  const format = useFormat()
  const { data } = useQuery({ ...workersQuery, refetchInterval: askMs, refetchIntervalInBackground: false })
  if (!data || data.alive > 0) return null
  return (
    <div className={classes.banner}>
      <Note tone="amber" role="alert" title={t('title')}>
        {t('text', { time: format.clock(data.checkedAt) })}
      </Note>
    </div>
  )
}
