'use client'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { useFormat } from '#components/format/use-format.ts'
import type { Source } from '#features/gamelog/schema.ts'
import { unfinished } from '#features/retention/components/form-values.ts'
import type { RequestBody } from '#features/retention/queries.ts'

type Props = { source: Pick<Source, 'url' | 'insecureTls'> | undefined; request: RequestBody | null; zone: string; nowMs: number }

const dayMs = 86_400_000

/** What one should know before pressing the button. */
export function FormWarnings({ source, request, zone, nowMs }: Props) {
  const t = useTranslations('retention.warnings')
  const format = useFormat()
  const open = request ? unfinished(request, nowMs) : null
  const until = (days: number) => format.dateTime(new Date(Date.parse(request?.to ?? '') + days * dayMs).toISOString(), zone)
  return (
    <>
      {source && isUnverified(source) && (
        <Note tone="amber" title={t('tls.title')}>
          {t('tls.text')}
        </Note>
      )}
      {open === 'window' && (
        <Note tone="amber" title={t('window.title')}>
          {t('window.text', { until: until(0) })}
        </Note>
      )}
      {open === 'day1' && (
        <Note tone="amber" title={t('day1.title')}>
          {t('day1.text', { until: until(2) })}
        </Note>
      )}
    </>
  )
}

/** Whether the console talks to the source without knowing that it is the source. */
export const isUnverified = ({ url, insecureTls }: Pick<Source, 'url' | 'insecureTls'>): boolean => insecureTls && url.startsWith('https:')
