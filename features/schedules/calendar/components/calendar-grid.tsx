'use client'
import { Anchor, VisuallyHidden } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useFormat } from '#components/format/use-format.ts'
import { CalendarItem } from '#features/schedules/calendar/components/calendar-item.tsx'
import { addDays, type Group } from '#features/schedules/calendar/view.ts'
import classes from './calendar.module.css'

type Props = {
  label: string
  days: readonly string[]
  /** What stands on each day. */
  groups: ReadonlyMap<string, Group[]>
  today: string
  /** `2026-11`; days of other months step back. Null in a week. */
  month: string | null
  onMore: (day: string) => void
}

const most = { month: 3, week: 16 }
const noon = (day: string): Date => new Date(`${day}T12:00:00Z`)

/** Words for days, which are no instants: the same in every zone. */
export function useDayWords() {
  const { locale } = useFormat()
  const shape = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale === 'ko' ? 'ko-KR' : 'en-GB', { timeZone: 'UTC', ...options })
    return (day: string) => format.format(noon(day))
  }
  return {
    weekday: shape({ weekday: 'short' }),
    whole: shape({ month: 'long', day: 'numeric', weekday: 'short' }),
    month: shape({ year: 'numeric', month: 'long' }),
    date: shape({ year: 'numeric', month: 'short', day: 'numeric' }),
  }
}

function Cell({ day, groups, today, month, onMore }: Omit<Props, 'label' | 'days' | 'groups'> & { day: string; groups: readonly Group[] }) {
  const t = useTranslations('calendar')
  const words = useDayWords()
  const shown = month === null ? most.week : most.month
  const hidden = groups.length - shown
  return (
    <td className={classes.cell} data-today={day === today || undefined} data-other={(month !== null && !day.startsWith(month)) || undefined}>
      <div className={classes.number}>
        <time dateTime={day}>
          <span aria-hidden>{Number(day.slice(8))}</span>
          <VisuallyHidden>{words.whole(day)}</VisuallyHidden>
        </time>
        {day === today && <span>{t('isToday')}</span>}
      </div>
      {groups.length > 0 && (
        <ul className={classes.items}>
          {groups.slice(0, shown).map((group) => (
            <li key={`${group.item.kind} ${group.item.at} ${group.item.schedule} ${group.item.run?.id}`}>
              <CalendarItem group={group} />
            </li>
          ))}
        </ul>
      )}
      {hidden > 0 && (
        <Anchor
          component="button"
          type="button"
          className={classes.more}
          onClick={() => onMore(day)}
          aria-label={`${words.whole(day)} ${t('more', { count: hidden })}`}
        >
          {t('more', { count: hidden })}
        </Anchor>
      )}
    </td>
  )
}

/** Weeks one below the other, a column for every weekday. */
export function CalendarGrid({ label, days, groups, today, month, onMore }: Props) {
  const words = useDayWords()
  const weeks = Array.from({ length: days.length / 7 }, (_, index) => days.slice(index * 7, index * 7 + 7))
  const first = days[0] ?? today
  return (
    <table className={`${classes.grid} ${month === null ? classes.week : ''}`} aria-label={label}>
      <thead>
        <tr>
          {Array.from({ length: 7 }, (_, index) => addDays(first, index)).map((day) => (
            <th key={day} scope="col">
              {words.weekday(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <Cell key={day} day={day} groups={groups.get(day) ?? []} today={today} month={month} onMore={onMore} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
