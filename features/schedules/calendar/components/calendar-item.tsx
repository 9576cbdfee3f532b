'use client'
import { VisuallyHidden } from '@mantine/core'
import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerStop,
} from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useRunTitle } from '#features/runs/components/use-run-words.ts'
import type { RunState } from '#features/runs/schema.ts'
import { toneOf } from '#features/runs/view.ts'
import { clockOf, type Group, hrefOf, type Item } from '#features/schedules/calendar/view.ts'
import classes from './calendar.module.css'

const signs: Record<Item['kind'], Icon> = { planned: IconClock, run: IconPlayerPlay, refused: IconBan, skipped: IconPlayerSkipForward }
const ended: Partial<Record<string, Icon>> = { succeeded: IconCircleCheck, failed: IconCircleX, cancelled: IconPlayerStop }

function toneFor({ kind, run }: Item): string {
  if (run) return toneOf[run.state as RunState]
  return kind === 'refused' ? 'red' : kind === 'skipped' ? 'amber' : 'grey'
}

/** One thing on a day: its sign, time and name; leads to its run or its schedule. */
export function CalendarItem({ group: { item, count } }: { group: Group }) {
  const t = useTranslations('calendar')
  const states = useTranslations('runs.states')
  const kinds = useTranslations('shell.environment.kinds')
  const titleOf = useRunTitle()
  const Sign = ended[item.run?.state ?? ''] ?? signs[item.kind]
  const what = item.run ? `${t('kinds.run')} · ${states(item.run.state)}` : t(`kinds.${item.kind}`)
  const title = titleOf({ kind: item.act, title: item.title })
  const name = item.name ?? title
  return (
    <Link href={hrefOf(item)} className={classes.item} data-tone={toneFor(item)} title={`${what} · ${name} · ${title}`}>
      <span className={classes.sign} aria-hidden>
        <Sign size={13} stroke={2} />
      </span>
      <VisuallyHidden>{what} </VisuallyHidden>
      <time dateTime={item.at} className={classes.clock}>
        {clockOf(item.at)}
      </time>
      <span className={classes.name}>{name}</span>
      {count > 1 && <span className={classes.count}>{t('times', { count })}</span>}
      {item.environment?.kind === 'production' && (
        <span className={classes.production}>
          <IconAlertTriangle size={12} aria-hidden />
          <VisuallyHidden>{kinds('production')}</VisuallyHidden>
        </span>
      )}
    </Link>
  )
}
