'use client'
import { NativeSelect } from '@mantine/core'

type Props = { label: string; value: string | null; onChange: (value: string | null) => void; options: { value: string; label: string }[]; width?: number }

/** One of a few values, or all of them: the first choice, which bears the name of the filter. The browser's own list, which costs nothing to load. */
export function ChoiceFilter({ label, value, onChange, options, width = 150 }: Props) {
  const known = value === null || options.some((option) => option.value === value) ? options : [{ value, label: value }, ...options]
  return (
    <NativeSelect
      size="xs"
      w={width}
      aria-label={label}
      value={value ?? ''}
      data={[{ value: '', label }, ...known]}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  )
}
