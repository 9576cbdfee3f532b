'use client'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { useFormat } from '#components/format/use-format.ts'
import type { Run, RunError, RunLog } from '#features/runs/schema.ts'

type Values = Record<string, string | number>
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** Instants among the values of a message, in words. */
function useReadable(): (values: Values | null) => Values {
  const format = useFormat()
  return useCallback(
    (values) =>
      Object.fromEntries(
        Object.entries(values ?? {}).map(([name, value]) => [name, typeof value === 'string' && instant.test(value) ? format.dateTime(value) : value]),
      ),
    [format],
  )
}

/** A run's name in the reader's language. */
export function useRunTitle(): (run: Pick<Run, 'kind' | 'title'>) => string {
  const t = useTranslations('runs.kinds')
  const readable = useReadable()
  return useCallback((run) => t(`${run.kind}.title`, readable(run.title)), [t, readable])
}

export function useStageName(): (stage: string) => string {
  const t = useTranslations('runs.stages')
  return useCallback((stage) => (t.has(stage) ? t(stage) : stage), [t])
}

export function useLogText(): (line: RunLog) => string {
  const t = useTranslations('runs.log')
  const readable = useReadable()
  return useCallback(
    (line) => (t.has(line.code) ? t(line.code, readable(line.params)) : [line.code, ...Object.values(line.params ?? {})].join(' ')),
    [t, readable],
  )
}

/** What went wrong and what to do, in the reader's language. */
export function useRunErrorText(): (error: RunError) => { title: string; detail: string } {
  const t = useTranslations('problems')
  const readable = useReadable()
  return useCallback(
    (error) => {
      const key = t.has(`${error.code}.title`) ? error.code : 'internal'
      const values = readable(error.params)
      return { title: t(`${key}.title`, values), detail: t(`${key}.detail`, values) }
    },
    [t, readable],
  )
}
