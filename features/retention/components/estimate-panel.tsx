'use client'
import { Skeleton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Facts } from '#components/feedback/facts.tsx'
import { Late } from '#components/feedback/late.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { estimateQuery } from '#features/retention/estimate/queries.ts'
import type { Estimate } from '#features/retention/estimate/schema.ts'
import type { RequestBody } from '#features/retention/queries.ts'
import classes from './form.module.css'

const settleMs = 600

/** What the analysis would cost, counted anew when the form has come to rest. */
export function EstimatePanel({ request, zone }: { request: RequestBody | null; zone: string }) {
  const t = useTranslations('retention.estimate')
  const text = request ? JSON.stringify(request) : null
  const [settled] = useDebouncedValue(text, settleMs)
  const { data, error, isFetching, refetch } = useQuery(estimateQuery(settled ? (JSON.parse(settled) as RequestBody) : null))
  const stale = settled !== text || isFetching
  return (
    <Panel title={t('title')} action={stale && text && data ? <Tag tone="grey">{t('counting')}</Tag> : undefined}>
      <div aria-live="polite" aria-busy={stale}>
        {!text && <p className={classes.hint}>{t('waiting')}</p>}
        {text && error && !isFetching && <ProblemNote error={error} onRetry={() => refetch()} />}
        {text && !data && !error && (
          <Late>
            <Skeleton height={120} />
          </Late>
        )}
        {text && data && !error && <EstimateFacts estimate={data} zone={zone} />}
      </div>
    </Panel>
  )
}

function EstimateFacts({ estimate, zone }: { estimate: Estimate; zone: string }) {
  const t = useTranslations('retention.estimate')
  const format = useFormat()
  const { players, logins, documents, horizon, etaMs, basedOn, notCollected } = estimate
  return (
    <>
      <Facts
        facts={[
          { label: t('players'), value: t('about', { count: format.number(players) }) },
          { label: t('logins'), value: format.number(logins) },
          { label: t('documents'), value: t('atMost', { count: format.number(documents) }) },
          { label: t('time'), value: etaMs === null ? <Unknown reason={t('noTime')} /> : t('about', { count: format.duration(etaMs) }) },
          { label: t('horizon'), value: horizon ? <When at={horizon} zone={zone} /> : <Unknown reason={t('noHorizon')} /> },
        ]}
      />
      {notCollected.length > 0 && <p className={classes.hint}>{t('notCollected', { families: notCollected.join(', ') })}</p>}
      <p className={classes.hint}>
        {t('note')} {etaMs === null ? '' : t('basedOn', { count: basedOn })}
      </p>
    </>
  )
}
