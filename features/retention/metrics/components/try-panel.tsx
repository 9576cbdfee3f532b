'use client'
import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Note } from '#components/feedback/note.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { houseZone } from '#components/format/use-format.ts'
import { sourcesQuery } from '#features/gamelog/queries.ts'
import { type AskedPlayer, TryFields } from '#features/retention/metrics/components/try-fields.tsx'
import { TryResult } from '#features/retention/metrics/components/try-result.tsx'
import type { MetricRequest } from '#features/retention/metrics/schema.ts'
import classes from './metrics.module.css'

/** How long the definition rests before it is tried again. */
const restMs = 700

/** The last whole definition that has come to rest. */
function useSettled(metric: MetricRequest | null): MetricRequest | null {
  const [rested] = useDebouncedValue(metric, restMs)
  const [whole, setWhole] = useState(rested)
  if (rested && rested !== whole) setWhole(rested)
  return rested ?? whole
}

const isSame = (a: MetricRequest | null, b: MetricRequest): boolean => JSON.stringify(a) === JSON.stringify(b)

type Props = {
  /** Null while something of it is missing. */
  metric: MetricRequest | null
  /** Whether anything was entered: nobody needs to hear that an untouched form is not complete. */
  begun: boolean
  source: string
  setSource: (name: string) => void
}

/** Counts the metric for one player: when it is asked for, and again whenever the definition has come to rest. */
export function TryPanel({ metric, begun, source, setSource }: Props) {
  const t = useTranslations('retention.metrics.try')
  const { data: sources } = useQuery(sourcesQuery)
  const zone = sources?.items.find(({ name }) => name === source)?.zone ?? houseZone
  // The same question may have another answer by now, so that it is counted how often it was asked.
  const [asked, setAsked] = useState<{ player: AskedPlayer; turn: number } | null>(null)
  const settled = useSettled(metric)
  const ask = (player: AskedPlayer) => setAsked((before) => ({ player, turn: (before?.turn ?? 0) + 1 }))
  return (
    <Panel title={t('title')}>
      <div className={classes.parts}>
        <TryFields sources={sources?.items} source={source} setSource={setSource} zone={zone} onAsk={ask} />
        {metric === null && (begun || asked) && <Note tone="amber" title={t('incomplete')} />}
        {asked && settled ? (
          <TryResult request={{ ...asked.player, metric: settled, documents: true }} turn={asked.turn} stale={!isSame(metric, settled)} zone={zone} />
        ) : (
          <Text size="sm" c="dimmed">
            {t('empty')}
          </Text>
        )}
      </div>
    </Panel>
  )
}
