'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { clockTime, dateTime, houseZone, type Locale, relative } from '#components/format/time.ts'

export { houseZone }

const sizes = ['B', 'kB', 'MB', 'GB', 'TB'] as const

function bytesText(count: number, number: Intl.NumberFormat): string {
  const power = count < 1000 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log10(count) / 3))
  return `${number.format(count / 1000 ** power)}\u2009${sizes[power]}`
}

/** Everything that turns a value into words, in the reader's language. */
export function useFormat() {
  const locale = useLocale() as Locale
  const t = useTranslations('format')
  return useMemo(() => {
    const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
    const tenth = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
    const fixed = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    const thisYear = new Date().getFullYear()
    const shape = (zone: string, iso: string) => ({ locale, zone, year: new Date(iso).getFullYear() !== thisYear })
    const duration = (ms: number): string => {
      if (ms < 1000) return t('milliseconds', { n: Math.round(ms) })
      if (ms < 10_000) return t('seconds', { s: tenth.format(ms / 1000) })
      const s = Math.round(ms / 1000)
      if (s < 60) return t('seconds', { s })
      if (s < 3600) return t('minutes', { m: Math.floor(s / 60), s: s % 60 })
      return t('hours', { h: Math.floor(s / 3600), m: Math.floor((s % 3600) / 60) })
    }
    return {
      locale,
      number: (value: number) => whole.format(value),
      decimal: (value: number) => fixed.format(value),
      percent: (ratio: number) => `${fixed.format(ratio * 100)}%`,
      rate: (perSecond: number) => t('rate', { n: perSecond >= 100 ? whole.format(perSecond) : tenth.format(perSecond) }),
      bytes: (count: number) => bytesText(count, tenth),
      duration,
      dateTime: (iso: string, zone = houseZone) => dateTime(iso, shape(zone, iso)),
      dateTimeSeconds: (iso: string, zone = houseZone) => dateTime(iso, { ...shape(zone, iso), seconds: true }),
      clock: (iso: string, zone = houseZone) => clockTime(iso, { locale, zone }),
      relative: (iso: string, nowMs: number) => relative(iso, nowMs, locale),
    }
  }, [locale, t])
}
