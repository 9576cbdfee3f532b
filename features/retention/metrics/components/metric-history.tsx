'use client'
import { useTranslations } from 'next-intl'
import { When } from '#components/format/when.tsx'
import { useMetricWords } from '#features/retention/metrics/components/use-metric-words.ts'
import type { Metric } from '#features/retention/metrics/schema.ts'
import { changedParts } from '#features/retention/metrics/view.ts'
import classes from './metrics.module.css'

/** Every version with what it changed, the latest first. */
export function MetricHistory({ versions }: { versions: Metric[] }) {
  const t = useTranslations('retention.metrics')
  return (
    <ol className={classes.versions}>
      {versions.map((version, at) => (
        <li key={version.version}>
          <strong>{t('panel.version', { version: version.version })}</strong> · <When at={version.createdAt} /> · {version.author ?? t('console')}
          <Changes version={version} before={versions[at + 1]} />
        </li>
      ))}
    </ol>
  )
}

function Changes({ version, before }: { version: Metric; before: Metric | undefined }) {
  const t = useTranslations('retention.metrics')
  const words = useMetricWords()
  if (!before) return <p>{t('panel.began')}</p>
  return (
    <ul>
      {changedParts(before, version).map((part) => (
        <li key={part}>{t('panel.change', { part: t(`parts.${part}`), before: words.part(before, part), after: words.part(version, part) })}</li>
      ))}
    </ul>
  )
}
