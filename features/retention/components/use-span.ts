'use client'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { useFormat } from '#components/format/use-format.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** A length of time that somebody set: `5 min` where it is whole minutes, not `5 min 0 s`. */
export function useSpan(): (ms: number) => string {
  const t = useTranslations('retention.span')
  const { duration } = useFormat()
  return useCallback(
    (ms) => {
      if (ms > 0 && ms % HOUR_MS === 0) return t('hours', { n: ms / HOUR_MS })
      return ms > 0 && ms % MINUTE_MS === 0 ? t('minutes', { n: ms / MINUTE_MS }) : duration(ms)
    },
    [t, duration],
  )
}
