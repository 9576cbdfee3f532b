'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { useSpan } from '#features/retention/components/use-span.ts'
import type { Summary } from '#features/retention/schema.ts'
import classes from './retention.module.css'

/** Players, D1 with its interval, active minutes, tutorial completion. */
export function SummaryNumbers({ summary, gapSeconds }: { summary: Summary; gapSeconds: number }) {
  const t = useTranslations('retention.summary')
  const format = useFormat()
  const { players, sampledFrom } = summary
  return (
    <dl className={classes.numbers}>
      <Item
        name={t('players')}
        value={format.number(players)}
        note={sampledFrom === null ? t('playersNote') : t('sampled', { count: format.number(sampledFrom) })}
      />
      <DayOne summary={summary} />
      <Active summary={summary} gapSeconds={gapSeconds} />
      <Tutorial summary={summary} />
    </dl>
  )
}

function DayOne({ summary }: { summary: Summary }) {
  const t = useTranslations('retention.summary')
  const format = useFormat()
  const { players, ripeD1, retainedD1, rateD1, intervalD1 } = summary
  const unripe = players - ripeD1
  return (
    <Item
      name={t('d1')}
      value={rateD1 === null ? <Unknown reason={players === 0 ? t('noPlayers') : t('nobodyRipe')} /> : format.percent(rateD1)}
      note={
        <>
          {t('d1Counts', { retained: format.number(retainedD1), ripe: format.number(ripeD1) })}
          {intervalD1 && <> · {t('d1Interval', { low: format.percent(intervalD1[0]), high: format.percent(intervalD1[1]) })}</>}
          {unripe > 0 && <> · {t('unripe', { count: format.number(unripe) })}</>}
        </>
      }
    />
  )
}

function Active({ summary, gapSeconds }: { summary: Summary; gapSeconds: number }) {
  const t = useTranslations('retention.summary')
  const format = useFormat()
  const span = useSpan()
  const { activeMinutesMean: mean, activeMinutesMedian: median } = summary
  const minutes = (value: number) => `${format.decimal(value)}\u2009${t('minutes')}`
  return (
    <Item
      name={t('active')}
      value={mean === null ? <Unknown reason={t('noPlayers')} /> : minutes(mean)}
      note={
        <>
          {median !== null && <>{t('median', { value: minutes(median) })} · </>}
          {t('activeGap', { gap: span(gapSeconds * 1_000) })}
        </>
      }
    />
  )
}

function Tutorial({ summary }: { summary: Summary }) {
  const t = useTranslations('retention.summary')
  const format = useFormat()
  const { players, tutorialCompleted: done } = summary
  if (done === null || players === 0)
    return (
      <Item name={t('tutorial')} value={<Unknown reason={t(players === 0 ? 'noPlayers' : 'notCollected')} />} note={done === null ? t('notCollected') : ''} />
    )
  return (
    <Item
      name={t('tutorial')}
      value={format.percent(done / players)}
      note={t('tutorialCounts', { done: format.number(done), players: format.number(players) })}
    />
  )
}

function Item({ name, value, note }: { name: string; value: ReactNode; note: ReactNode }) {
  return (
    <div className={classes.number}>
      <dt>{name}</dt>
      <dd className={classes.value}>{value}</dd>
      <dd className={classes.note}>{note}</dd>
    </div>
  )
}
