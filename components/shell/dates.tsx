'use client'
import 'dayjs/locale/ko'
import { DatesProvider } from '@mantine/dates'
import { useLocale } from 'next-intl'
import type { ReactNode } from 'react'

/** Around date pickers: they speak the reader's language. Not around every page, of which few have one. */
export function Dates({ children }: { children: ReactNode }) {
  return <DatesProvider settings={{ locale: useLocale(), firstDayOfWeek: 0 }}>{children}</DatesProvider>
}
