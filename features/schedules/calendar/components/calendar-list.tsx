'use client'
import { Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useDayWords } from '#features/schedules/calendar/components/calendar-grid.tsx'
import { CalendarItem } from '#features/schedules/calendar/components/calendar-item.tsx'
import type { Group } from '#features/schedules/calendar/view.ts'
import classes from './calendar.module.css'

type Props = { days: readonly string[]; groups: ReadonlyMap<string, Group[]>; today: string }

/** The days on which there is something, one below the other. */
export function CalendarList({ days, groups, today }: Props) {
  const t = useTranslations('calendar')
  const words = useDayWords()
  const filled = days.filter((day) => groups.has(day))
  if (filled.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('nothingHelp')}
      </Text>
    )
  return (
    <div className={classes.list}>
      {filled.map((day) => (
        <section key={day}>
          <h3 className={classes.day} data-today={day === today || undefined}>
            {words.whole(day)} {day === today && `(${t('isToday')})`}
          </h3>
          <ul className={classes.items}>
            {groups.get(day)?.map((group) => (
              <li key={`${group.item.kind} ${group.item.at} ${group.item.schedule} ${group.item.run?.id}`}>
                <CalendarItem group={group} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
