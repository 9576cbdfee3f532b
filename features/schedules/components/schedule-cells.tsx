'use client'
import { Anchor } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconPlayerPause, IconPlayerPlay, IconPlayerSkipForward, IconPlayerStop } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type Look, StateTag } from '#components/feedback/state-tag.tsx'
import { zoneName } from '#components/format/time.ts'
import { Unknown } from '#components/format/unknown.tsx'
import { When } from '#components/format/when.tsx'
import { KindTag } from '#features/environments/components/kind-tag.tsx'
import type { Schedule } from '#features/schedules/schema.ts'
import classes from './schedules.module.css'

type Outcome = NonNullable<Schedule['last']>['outcome']

const states: Record<Schedule['state'], Look> = {
  active: { tone: 'green', sign: IconPlayerPlay },
  paused: { tone: 'amber', sign: IconPlayerPause },
  ended: { tone: 'grey', sign: IconPlayerStop },
}

const outcomes: Record<Outcome, Look> = {
  started: { tone: 'green', sign: IconCircleCheck },
  refused: { tone: 'red', sign: IconCircleX },
  skipped: { tone: 'amber', sign: IconPlayerSkipForward },
}

export function ScheduleStateTag({ state }: { state: Schedule['state'] }) {
  const t = useTranslations('schedules.states')
  return <StateTag {...states[state]}>{t(state)}</StateTag>
}

export function OutcomeTag({ outcome }: { outcome: Outcome }) {
  const t = useTranslations('schedules.outcomes')
  return <StateTag {...outcomes[outcome]}>{t(outcome)}</StateTag>
}

export function ScheduleLink({ schedule }: { schedule: Schedule }) {
  return (
    <Anchor component={Link} href={`/schedules/${schedule.id}`} size="sm" fw={500}>
      {schedule.name}
    </Anchor>
  )
}

export function SchedulePlace({ environment }: Pick<Schedule, 'environment'>) {
  const t = useTranslations('schedules')
  if (!environment) return <Unknown reason={t('noEnvironment')} />
  return (
    <span className={classes.place}>
      {environment.name} <KindTag kind={environment.kind} />
    </span>
  )
}

/** The cron expression with its zone, or the one time. */
export function ScheduleWhen({ schedule: { cron, runAt, zone } }: { schedule: Schedule }) {
  if (cron === null) return runAt ? <When at={runAt} zone={zone} /> : null
  return (
    <span>
      <code>{cron}</code> {zoneName(zone)}
    </span>
  )
}

export function NextTime({ schedule: { nextAt, zone } }: { schedule: Schedule }) {
  const t = useTranslations('schedules')
  return nextAt ? <When at={nextAt} zone={zone} /> : <Unknown reason={t('noNext')} />
}

export function LastTime({ schedule: { last } }: { schedule: Schedule }) {
  const t = useTranslations('schedules')
  return last ? <OutcomeTag outcome={last.outcome} /> : <Unknown reason={t('noLast')} />
}
