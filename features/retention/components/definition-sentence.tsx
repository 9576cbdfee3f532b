'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormat } from '#components/format/use-format.ts'
import type { IdentityRule } from '#core/retention/identity.ts'
import { useSpan } from '#features/retention/components/use-span.ts'
import classes from './definition.module.css'

/** What can be changed about an analysis; each is a part of the sentence. */
export const parts = ['source', 'from', 'to', 'identity', 'lookbackDays', 'gapMinutes', 'metrics', 'sample'] as const
export type Part = (typeof parts)[number]

export type Sentence = {
  source: string
  from: string
  to: string
  zone: string
  identity: IdentityRule
  lookbackDays: number | null
  sample: number | null
  gapMs: number
  sessionCapMs: number | null
  /** How many metrics become columns. */
  metrics: number
}

/** What is asked, as a sentence. `edit` makes each part of it what it is changed by: a button of the form, a link to it. */
export function DefinitionSentence({ of, edit }: { of: Sentence; edit: (part: Part, words: ReactNode) => ReactNode }) {
  const t = useTranslations('retention.definition')
  const format = useFormat()
  const span = useSpan()
  const { source, from, to, zone, identity, lookbackDays, sample, gapMs, sessionCapMs, metrics } = of
  const tag = (part: Part) => (words: ReactNode) => <span key={part}>{edit(part, words)}</span>
  const tags = { source: tag('source'), from: tag('from'), to: tag('to'), part: tag('identity') }
  const values = { ...tags, name: source, start: format.dateTimeSeconds(from, zone), end: format.dateTimeSeconds(to, zone) }
  const cap = sessionCapMs === null ? '' : ` ${t('cap', { time: span(sessionCapMs) })}`
  return (
    <p className={classes.definition}>
      {t.rich('who', values)} {t.rich(`identity.${identity}`, { part: tag('identity') })}{' '}
      {lookbackDays === null ? t.rich('horizonAll', { part: tag('lookbackDays') }) : t.rich('horizonDays', { days: lookbackDays, part: tag('lookbackDays') })}{' '}
      {t.rich('active', { gap: span(gapMs), part: tag('gapMinutes') })}
      {cap} {t.rich('metrics', { count: metrics, part: tag('metrics') })}{' '}
      {sample === null ? t.rich('everybody', { part: tag('sample') }) : t.rich('sample', { players: format.number(sample), part: tag('sample') })}
    </p>
  )
}
