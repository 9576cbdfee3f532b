'use client'
import { useTranslations } from 'next-intl'
import { Panel } from '#components/feedback/panel.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { funnelSteps } from '#features/retention/components/funnel.ts'
import { ShareBar } from '#features/retention/components/share-bar.tsx'
import { useColumnWords } from '#features/retention/components/use-column-words.ts'
import type { Summary } from '#features/retention/schema.ts'
import classes from './result.module.css'

/** How far new players came on their first day. Each step counts players who did it at least once. */
export function FunnelPanel({ summary }: { summary: Summary }) {
  const t = useTranslations('retention.funnel')
  const format = useFormat()
  const words = useColumnWords()
  const unknown = (players: number | null) => <Unknown reason={players === null ? t('notCollected') : t('noBase')} />
  return (
    <Panel title={t('title')}>
      <ol className={classes.funnel}>
        <li className={classes.step}>
          <span className={classes.stepName}>{t('first')}</span>
          <span className={classes.stepValue}>{format.number(summary.players)}</span>
          <ShareBar share={summary.players > 0 ? 1 : 0} />
        </li>
        {funnelSteps(summary).map(({ column, players, ofBefore, ofAll }) => (
          <li key={column} className={classes.step}>
            <span className={classes.stepName}>{t.has(`steps.${column}`) ? t(`steps.${column}`) : words(column).label}</span>
            <span className={classes.stepValue}>{players === null ? unknown(players) : format.number(players)}</span>
            {ofAll === null ? <span className={classes.hatched} aria-hidden /> : <ShareBar share={ofAll} />}
            <span className={classes.stepNote}>
              {players === null ? (
                t('notCollected')
              ) : (
                <>
                  {t.rich('ofBefore', { share: () => (ofBefore === null ? unknown(players) : format.percent(ofBefore)) })} ·{' '}
                  {t.rich('ofAll', { share: () => (ofAll === null ? unknown(players) : format.percent(ofAll)) })}
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      <p className={classes.hint}>{t('note')}</p>
    </Panel>
  )
}
