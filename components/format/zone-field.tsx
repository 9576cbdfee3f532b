'use client'
import { Select, type SelectProps } from '@mantine/core'
import { useMemo } from 'react'

/** A time zone, found by typing. `first` and UTC lead the list. */
export function ZoneField({ first, ...field }: { first: string } & Omit<SelectProps, 'data' | 'searchable' | 'allowDeselect' | 'limit'>) {
  const zones = useMemo(() => [...new Set([first, 'UTC', ...Intl.supportedValuesOf('timeZone')])], [first])
  return <Select data={zones} searchable allowDeselect={false} limit={80} {...field} />
}
