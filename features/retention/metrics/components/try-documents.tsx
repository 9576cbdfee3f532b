'use client'
import { Text, Title } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useFormat } from '#components/format/use-format.ts'
import { wallClock } from '#core/shared/zoned.ts'
import { JsonBlock } from '#features/retention/metrics/components/json-block.tsx'
import type { TryAnswer } from '#features/retention/metrics/schema.ts'
import classes from './metrics.module.css'

/** Documents that counted, each unfolding to its JSON. */
export function TryDocuments({ found: { documents, items, reason }, zone }: { found: TryAnswer; zone: string }) {
  const t = useTranslations('retention.metrics.try')
  const format = useFormat()
  if (reason === 'not_collected') return null
  if (items.length === 0) return <Text size="sm">{t('documentsNone')}</Text>
  const counts = { shown: format.number(items.length), total: format.number(documents) }
  return (
    <div>
      <Title order={3} size="h4" mb={8}>
        {items.length < documents ? t('documentsSome', counts) : t('documents', { shown: counts.shown })}
      </Title>
      <ol className={classes.documents}>
        {items.map((item) => (
          <li key={`${item.index} ${item.id}`}>
            <CountedDocument item={item} zone={zone} />
          </li>
        ))}
      </ol>
    </div>
  )
}

function CountedDocument({ item, zone }: { item: TryAnswer['items'][number]; zone: string }) {
  const t = useTranslations('retention.metrics.try')
  const format = useFormat()
  const clock = `${wallClock(Date.parse(item.at), zone).slice(5)}${item.at.slice(19, 23)}`
  const adds = Array.isArray(item.adds) ? item.adds.join(', ') : format.number(item.adds)
  return (
    <details className={classes.detail}>
      <summary>
        <time dateTime={item.at} title={item.at}>
          {clock}
        </time>
        <span>{item.index}</span>
        <span className={classes.adds}>{t('adds', { value: adds })}</span>
      </summary>
      {item.document ? <JsonBlock value={item.document} label={t('json', { index: item.index })} /> : <Text p={8}>{t('tooLarge')}</Text>}
    </details>
  )
}

/** What was sent to the cluster, as it was sent. */
export function TryQuery({ query }: { query: Record<string, unknown> }) {
  const t = useTranslations('retention.metrics.try')
  return (
    <details className={classes.detail}>
      <summary>{t('query')}</summary>
      <JsonBlock value={query} label={t('query')} copy={t('copyQuery')} />
    </details>
  )
}
