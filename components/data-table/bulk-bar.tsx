'use client'
import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import classes from './data-table.module.css'

/** Appears with the first ticked row: how many, what can be done with them, and the way back. */
export function BulkBar({ count, onClear, children }: { count: number; onClear: () => void; children: ReactNode }) {
  const t = useTranslations('table')
  return (
    <section className={classes.bulk} aria-label={t('bulk')}>
      <span role="status">{t('selected', { count })}</span>
      {children}
      <Button size="xs" variant="subtle" color="gray" onClick={onClear}>
        {t('selectNone')}
      </Button>
    </section>
  )
}
