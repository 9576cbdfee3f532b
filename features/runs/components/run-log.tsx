'use client'
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { usePollInterval } from '#components/live/live-provider.tsx'
import { useLogText } from '#features/runs/components/use-run-words.ts'
import { runLogsQuery } from '#features/runs/queries.ts'
import classes from './runs.module.css'

/** Nearer to the end than this the list keeps following it. */
const nearPx = 40

/** The run's lines as they come; stays where the reader scrolled to. */
export function RunLogPanel({ runId }: { runId: string }) {
  const t = useTranslations('runs.page')
  const format = useFormat()
  const text = useLogText()
  const list = useRef<HTMLOListElement>(null)
  const follows = useRef(true)
  const poll = usePollInterval()
  const { data, error, refetch } = useQuery({ ...runLogsQuery(runId), refetchInterval: poll })
  const count = data?.length ?? 0
  useEffect(() => {
    if (count && follows.current) list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [count])
  const onScroll = () => {
    const box = list.current
    if (box) follows.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx
  }
  return (
    <Panel title={t('log')} flush>
      {error && <ProblemNote error={error} onRetry={() => refetch()} />}
      {count === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          {t('logEmpty')}
        </Text>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <ol ref={list} className={classes.log} onScroll={onScroll} tabIndex={0} aria-label={t('log')}>
          {data?.map((line) => (
            <li key={line.id} className={classes.line} data-level={line.level}>
              <time dateTime={line.at} title={line.at}>
                {format.clock(line.at)}
              </time>
              <span>
                {line.level !== 'info' && <strong>{t(`levels.${line.level}`)} </strong>}
                {text(line)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}
