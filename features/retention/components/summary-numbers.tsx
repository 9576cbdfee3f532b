'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import type { Summary } from '#features/retention/schema.ts'
import classes from './retention.module.css'

/** Players, D1 with its interval, active minutes, tutorial completion. */
export function SummaryNumbers({ summary }: { summary: Summary }) {
  const t = useTranslations('retention.summary')
  const format = useFormat()
  const { players, ripeD1, retainedD1, rateD1, intervalD1, activeMinutesMean, tutorialCompleted, sampledFrom } = summary
  const unripe = players - ripeD1
  return (
    <dl className={classes.numbers}>
      <Item
        name={t('players')}
        value={format.number(players)}
        note={sampledFrom === null ? t('playersNote') : t('sampled', { count: format.number(sampledFrom) })}
      />
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
      <Item
        name={t('active')}
        value={activeMinutesMean === null ? <Unknown reason={t('noPlayers')} /> : `${format.decimal(activeMinutesMean)}\u2009${t('minutes')}`}
        note={t('activeNote')}
      />
      <Item
        name={t('tutorial')}
        value={
          tutorialCompleted === null || players === 0 ? (
            <Unknown reason={t(players === 0 ? 'noPlayers' : 'notCollected')} />
          ) : (
            format.percent(tutorialCompleted / players)
          )
        }
        note={tutorialCompleted === null ? t('notCollected') : t('tutorialCounts', { done: format.number(tutorialCompleted), players: format.number(players) })}
      />
    </dl>
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
