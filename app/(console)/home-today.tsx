'use client'
import { Text } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { CSSProperties } from 'react'
import { houseZone, useFormat } from '#components/format/use-format.ts'
import { useRunTitle } from '#features/runs/components/use-run-words.ts'
import type { RunPage } from '#features/runs/schema.ts'
import { toneOf } from '#features/runs/view.ts'
import classes from './home.module.css'
import { dayAround } from './home-queries.ts'
import { barsOf } from './home-strip.ts'

const lanes = 4
const marks = [0, 6, 12, 18, 24]

/** The day as a strip from midnight to midnight: each run where it was, and where we are. The list below says the same in words. */
export function TodayStrip({ page }: { page: RunPage }) {
  const t = useTranslations('home')
  const format = useFormat()
  const titleOf = useRunTitle()
  const now = Date.parse(page.countedAt)
  const day = dayAround(now)
  const at = (part: number): CSSProperties => ({ insetInlineStart: `${part * 100}%` })
  const label = t('todayStrip', { day: format.dateTime(new Date(day.from).toISOString(), houseZone), count: page.total })
  return (
    <div className={classes.strip}>
      <div className={classes.track} role="img" aria-label={label}>
        {marks.slice(1, -1).map((hour) => (
          <span key={hour} className={classes.mark} style={at(hour / 24)} />
        ))}
        {barsOf(page.items, day, now, lanes).map(({ run, start, width, lane }) => (
          <span
            key={run.id}
            className={classes.bar}
            data-tone={toneOf[run.state]}
            title={titleOf(run)}
            style={{ ...at(start), width: `${width * 100}%`, top: `${4 + lane * 11}px` }}
          />
        ))}
        <span className={classes.now} style={at((now - day.from) / (day.to - day.from))} />
      </div>
      <div className={classes.hours} aria-hidden>
        {marks.slice(0, -1).map((hour) => (
          <span key={hour}>{String(hour).padStart(2, '0')}</span>
        ))}
        <span className={classes.end}>24 KST</span>
      </div>
      {page.total === 0 && (
        <Text size="sm" c="dimmed">
          {t('todayEmpty')}
        </Text>
      )}
    </div>
  )
}

const listed = 4

/** The latest runs of today with their times. */
export function TodayList({ page }: { page: RunPage }) {
  const t = useTranslations('home')
  const states = useTranslations('runs.states')
  const format = useFormat()
  const titleOf = useRunTitle()
  if (page.total === 0) return null
  return (
    <ul className={classes.items}>
      {page.items.slice(0, listed).map((run) => (
        <li key={run.id} className={classes.day}>
          <time dateTime={run.createdAt}>{format.clock(run.createdAt).replace(/:\d\d(?= )/, '')}</time>
          <span className={classes.dot} data-tone={toneOf[run.state]} aria-hidden />
          <Link href={`/runs/${run.id}`} className={classes.dayLink}>
            {titleOf(run)}
          </Link>
          <span className={classes.dayState}>{states(run.state)}</span>
        </li>
      ))}
      {page.total > listed && (
        <li className={classes.day}>
          <Text size="xs" c="dimmed">
            {t('more', { count: format.number(page.total - listed) })}
          </Text>
        </li>
      )}
    </ul>
  )
}
