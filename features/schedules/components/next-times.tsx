'use client'
import { Skeleton, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Late } from '#components/feedback/late.tsx'
import { useProblemText } from '#components/feedback/problem-note.tsx'
import { zoneName } from '#components/format/time.ts'
import { useFormat } from '#components/format/use-format.ts'
import { timesQueryOf } from '#features/schedules/queries.ts'
import { houseZone, type WhenAsked } from '#features/schedules/view.ts'
import classes from './schedules.module.css'

const settleMs = 300

/** Times one below the other, on the clock of their zone and, where it is another, on the house's. */
export function TimeList({ times, zone }: { times: readonly string[]; zone: string }) {
  const format = useFormat()
  return (
    <ol className={classes.times}>
      {times.map((at) => (
        <li key={at}>
          <time dateTime={at}>{format.dateTime(at, zone)}</time>
          {zone !== houseZone && <span className={classes.other}> = {format.dateTime(at, houseZone)}</span>}
        </li>
      ))}
    </ol>
  )
}

/** When something would be due, asked for while it is typed. */
export function NextTimes({ when }: { when: WhenAsked | null }) {
  const t = useTranslations('schedules.form')
  const [text] = useDebouncedValue(JSON.stringify(when), settleMs)
  const settled = JSON.parse(text) as WhenAsked | null
  const query = useQuery({ ...timesQueryOf(settled ?? { cron: '', zone: houseZone }), enabled: settled !== null })
  const words = useProblemText()
  const zone = settled?.zone ?? houseZone
  return (
    <div role="status" className={classes.preview}>
      <Text size="sm" fw={500}>
        {t('next', { zone: zoneName(zone) })}
      </Text>
      {settled === null && (
        <Text size="sm" c="dimmed">
          {t('nextNone')}
        </Text>
      )}
      {settled !== null && query.isPending && (
        <Late>
          <Skeleton height={60} />
        </Late>
      )}
      {settled !== null && query.isError && (
        <Text size="sm" c="var(--qd-red)">
          {words(query.error).detail}
        </Text>
      )}
      {settled !== null && query.data && <TimeList times={query.data.next} zone={zone} />}
    </div>
  )
}
