'use client'
import { Group, NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'

/** How a field of a bar takes its share of the row. */
export const inBar = { flex: '1 1 180px', maw: 320 }

/** The fields that say what a page is about, side by side while there is room. */
export function ChoiceBar({ children }: { children: ReactNode }) {
  return (
    <Group gap={12} align="flex-end" mb="md">
      {children}
    </Group>
  )
}

type FieldProps = { label: string; value: string; options: { value: string; label: string }[]; onChange: (value: string) => void }

export function ChoiceField({ label, value, options, onChange }: FieldProps) {
  return <NativeSelect {...inBar} label={label} value={value} data={options} onChange={(event) => onChange(event.currentTarget.value)} />
}
