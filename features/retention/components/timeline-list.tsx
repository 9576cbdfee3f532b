'use client'
import { useTranslations } from 'next-intl'
import { Tag } from '#components/feedback/tag.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { wallClock } from '#core/shared/zoned.ts'
import { eventKey, eventLine, type TimelineRow } from '#features/retention/components/timeline-rows.ts'
import classes from './timeline.module.css'

type Props = {
  rows: TimelineRow[]
  zone: string /** Whether gaps and breaks are shown: they mean nothing between events that were picked. */
  marks: boolean
  onOpen: (key: string) => void
}

/** Events from the first to the last, with the beginning of each day and the breaks between them. */
export function TimelineList({ rows, zone, marks, onOpen }: Props) {
  const t = useTranslations('retention.timeline')
  const format = useFormat()
  const dayName = (day: number): string => (day < 0 ? t('before') : t('day', { day }))
  return (
    <ol className={classes.list}>
      {rows.map((row) => {
        if (row.kind === 'day')
          return (
            <li key={`day ${row.day}`} className={classes.day}>
              {dayName(row.day)}
            </li>
          )
        if (row.kind === 'break')
          return marks ? (
            <li key={`break ${row.key}`} className={classes.break}>
              {t('break', { time: format.duration(row.breakMs) })}
            </li>
          ) : null
        return (
          <li key={eventKey(row.event)}>
            <EventRow row={row} zone={zone} marks={marks} onOpen={onOpen} />
          </li>
        )
      })}
    </ol>
  )
}

const milliseconds = (iso: string): string => iso.slice(19, 23)

function EventRow({ row, zone, marks, onOpen }: { row: Extract<TimelineRow, { kind: 'event' }> } & Pick<Props, 'zone' | 'marks' | 'onOpen'>) {
  const t = useTranslations('retention.timeline')
  const format = useFormat()
  const { event, gapMs, counted } = row
  const at = Date.parse(event.at)
  const clock = `${wallClock(at, zone).slice(5)}${milliseconds(event.at)}`
  return (
    <button type="button" className={classes.event} onClick={() => onOpen(eventKey(event))}>
      <time dateTime={event.at} className={classes.clock} title={event.at}>
        {clock}
      </time>
      <span className={classes.gap} title={gapMs === null ? undefined : t(counted ? 'counted' : 'notCounted')}>
        {marks && gapMs !== null && counted ? `+${format.duration(gapMs)}` : ''}
      </span>
      <span className={classes.family}>{event.family ?? event.index}</span>
      {event.by !== 'uid' && <Tag tone="grey">{t(`by.${event.by}`)}</Tag>}
      <code className={classes.line}>{event.document === null ? t('tooLarge', { size: format.bytes(event.bytes) }) : eventLine(event.document)}</code>
    </button>
  )
}
