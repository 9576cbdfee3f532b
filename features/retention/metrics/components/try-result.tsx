'use client'
import { Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Facts } from '#components/feedback/facts.tsx'
import { Late } from '#components/feedback/late.tsx'
import { Note } from '#components/feedback/note.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { TryDocuments, TryQuery } from '#features/retention/metrics/components/try-documents.tsx'
import { tryQuery } from '#features/retention/metrics/queries.ts'
import type { MetricRequest, TryAnswer, TryRequest } from '#features/retention/metrics/schema.ts'
import classes from './metrics.module.css'

type Props = {
  request: TryRequest & { metric: MetricRequest }
  /** How often it was asked. */
  turn: number
  /** The definition has changed since. */
  stale: boolean
  zone: string
}

/** What a try-out found; the answer before stays, dimmed, until the next is there. */
export function TryResult({ request, turn, stale, zone }: Props) {
  const t = useTranslations('retention.metrics.try')
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(tryQuery(request, turn))
  if (error && !isFetching) return <ProblemNote error={error} onRetry={() => refetch()} />
  if (!data)
    return (
      <Late>
        <Text size="sm" role="status">
          {t('running')}
        </Text>
        <Skeleton height={120} mt={8} />
      </Late>
    )
  const old = stale || isPlaceholderData || isFetching
  return (
    <section aria-label={t('value')} aria-busy={old} className={old ? classes.old : undefined}>
      <Found found={data} family={request.metric.family} zone={zone} />
      {old && (
        <Text size="xs" mt={8}>
          {t(isFetching ? 'running' : 'stale')}
        </Text>
      )}
    </section>
  )
}

function Found({ found, family, zone }: { found: TryAnswer; family: string; zone: string }) {
  const t = useTranslations('retention.metrics.try')
  const format = useFormat()
  const { value, reason, window } = found
  const span = t('windowValue', { from: format.dateTimeSeconds(window.from, zone), to: format.dateTimeSeconds(window.to, zone) })
  return (
    <Stack gap="sm">
      <div>
        <Text size="xs" c="dimmed">
          {t('value')}
        </Text>
        <div className={classes.number} role="status">
          {value === null ? <Unknown reason={t(`reasons.${reason ?? 'not_over'}.title`)} /> : format.number(value)}
        </div>
      </div>
      {reason && (
        <Note tone="amber" title={t(`reasons.${reason}.title`)}>
          {reason === 'not_collected' ? t('reasons.not_collected.text', { family }) : t('reasons.not_over.text')}
        </Note>
      )}
      {found.absentFields.length > 0 && <Note tone="amber" title={t('absent', { fields: found.absentFields.join(', ') })} />}
      <Facts
        facts={[
          { label: t('firstLogin'), value: <When at={found.firstLogin} seconds zone={zone} /> },
          { label: t('window'), value: span },
          { label: t('counted'), value: format.number(found.documents) },
        ]}
      />
      <TryDocuments found={found} zone={zone} />
      {found.query && <TryQuery query={found.query} />}
    </Stack>
  )
}
