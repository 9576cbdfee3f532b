'use client'
import { SimpleGrid } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import type { GetInputPropsReturnType } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { zoneName } from '#components/format/time.ts'

type End = 'from' | 'to'
type Props = {
  zone: string
  id: (end: End) => string
  input: (end: End) => GetInputPropsReturnType
  values: Record<End, string>
  /** Each end with its offset, as it is sent; null while it is not a time. */
  instants: Record<End, string | null>
}

/** The two ends of a window, on the clocks of the source's zone. Loaded after the form: calendars are heavy. */
export default function WindowPickers({ zone, id, input, values, instants }: Props) {
  const t = useTranslations('retention.form')
  const ends = [
    { end: 'from', help: t('fromHelp') },
    { end: 'to', help: t('toHelp') },
  ] as const
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      {ends.map(({ end, help }) => (
        <DateTimePicker
          key={end}
          withSeconds
          highlightToday
          id={id(end)}
          label={t(end, { zone: zoneName(zone) })}
          description={instants[end] ? `${help} ${instants[end]}` : help}
          {...input(end)}
          value={values[end] || null}
        />
      ))}
    </SimpleGrid>
  )
}
