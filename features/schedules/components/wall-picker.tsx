'use client'
import { DateTimePicker } from '@mantine/dates'
import type { GetInputPropsReturnType } from '@mantine/form'
import { Dates } from '#components/shell/dates.tsx'

type Props = { id: string; label: string; description: string; value: string; input: GetInputPropsReturnType }

/** A day and a time on the clock of a zone. Loaded after the form: calendars are heavy. */
export default function WallPicker({ id, label, description, value, input }: Props) {
  return (
    <Dates>
      <DateTimePicker id={id} label={label} description={description} highlightToday {...input} value={value || null} />
    </Dates>
  )
}
