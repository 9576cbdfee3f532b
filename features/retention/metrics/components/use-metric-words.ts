'use client'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { DayWindow, Metric as Definition } from '#core/retention/metrics.ts'
import { useColumnWords } from '#features/retention/components/use-column-words.ts'
import type { Metric } from '#features/retention/metrics/schema.ts'
import { type MetricPart, textOf } from '#features/retention/metrics/view.ts'

type Counting = Pick<Definition, 'family' | 'where' | 'rule' | 'subject' | 'window'>

/** A metric in words: what it counts, when, and of whom. */
export function useMetricWords() {
  const t = useTranslations('retention.metrics')
  const columns = useColumnWords()
  return useMemo(() => {
    const conditions = (where: Definition['where']): string =>
      where
        .map(({ field, equals }) => t('words.condition', { field, value: textOf(equals) }))
        .reduce((first, second) => (first ? t('words.and', { first, second }) : second), '')
    const rule = (one: Definition['rule']): string => t(`words.${one.kind}`, { field: 'field' in one ? one.field : '' })
    const counts = (metric: Pick<Counting, 'where' | 'rule'>): string =>
      metric.where.length === 0 ? rule(metric.rule) : t('words.where', { rule: rule(metric.rule), conditions: conditions(metric.where) })
    const window = ({ fromDay, toDay }: DayWindow): string => {
      const words = { day: fromDay, last: toDay - 1, from: fromDay * 24, to: toDay * 24 }
      if (fromDay === 0 && toDay === 1) return t('words.first')
      return toDay - fromDay === 1 ? t('words.day', words) : t('words.days', words)
    }
    const subject = (field: string | null): string => field ?? t('words.own')
    const sentence = (metric: Counting): string =>
      t('words.sentence', { family: metric.family, window: window(metric.window), counts: counts(metric), subject: subject(metric.subject) })
    /** What people read above the column, in their language where the console brought the metric along. */
    const label = (metric: Pick<Metric, 'name' | 'label' | 'builtIn'>): string => (metric.builtIn ? columns(metric.name).label : metric.label)
    const part = (metric: Metric, name: MetricPart): string => {
      if (name === 'where') return conditions(metric.where) || t('words.none')
      if (name === 'rule') return rule(metric.rule)
      if (name === 'window') return window(metric.window)
      if (name === 'subject') return subject(metric.subject)
      return name === 'active' ? t(metric.active ? 'states.on' : 'states.off') : metric[name]
    }
    return { counts, window, sentence, label, part }
  }, [t, columns])
}
