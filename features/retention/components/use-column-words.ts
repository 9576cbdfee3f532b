'use client'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'

export type NamedMetric = { name: string; label: string }

/** Columns that hold words or instants; all others hold numbers. */
const wordy: readonly string[] = ['uid', 'auth_id', 'nickname', 'first_login_time', 'retention_status', 'country', 'device']
export const isNumeric = (name: string): boolean => !wordy.includes(name)
/** What a column is called and what it means. A metric that operators added has the name they gave it. */
export function useColumnWords(metrics: readonly NamedMetric[] = []): (name: string) => { label: string; help: string } {
  const t = useTranslations('retention.columns')
  return useCallback(
    (name) => {
      if (t.has(`${name}.label`)) return { label: t(`${name}.label`), help: t(`${name}.help`) }
      return { label: metrics.find((metric) => metric.name === name)?.label ?? name, help: name }
    },
    [t, metrics],
  )
}
