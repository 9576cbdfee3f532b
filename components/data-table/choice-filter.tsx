'use client'
import { Select } from '@mantine/core'
import { useTranslations } from 'next-intl'

type Props = { label: string; value: string | null; onChange: (value: string | null) => void; options: { value: string; label: string }[]; width?: number }

/** One of a few values, or all of them. */
export function ChoiceFilter({ label, value, onChange, options, width = 150 }: Props) {
  const t = useTranslations('table')
  return (
    <Select
      size="xs"
      w={width}
      aria-label={label}
      placeholder={label}
      value={value}
      data={options}
      onChange={onChange}
      clearable
      clearButtonProps={{ 'aria-label': t('clearOne', { name: label }) }}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
    />
  )
}
