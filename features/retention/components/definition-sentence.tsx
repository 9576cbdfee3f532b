'use client'
import { useTranslations } from 'next-intl'
import { useFormat } from '#components/format/use-format.ts'
import classes from './retention.module.css'

type Props = { source: string; from: string; to: string; zone: string; lookbackDays: number | null; sample: number | null }

/** What is asked, as a sentence. */
export function DefinitionSentence({ source, from, to, zone, lookbackDays, sample }: Props) {
  const t = useTranslations('retention.definition')
  const format = useFormat()
  const strong = (chunks: React.ReactNode) => <em className={classes.part}>{chunks}</em>
  const values = { source, from: format.dateTimeSeconds(from, zone), to: format.dateTimeSeconds(to, zone), strong }
  return (
    <p className={classes.definition}>
      {t.rich('who', values)} {lookbackDays === null ? t('horizonAll') : t('horizonDays', { days: lookbackDays })}{' '}
      {sample !== null && t('sample', { players: format.number(sample) })}
    </p>
  )
}
