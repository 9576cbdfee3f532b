'use client'
import { Title } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { Ref } from 'react'
import { PlayerSheet } from '#features/retention/components/player-sheet.tsx'
import type { Analysis } from '#features/retention/schema.ts'
import classes from './result.module.css'

/** Every new player, below the numbers. */
export function SheetSection({ analysis, ref }: { analysis: Analysis; ref: Ref<HTMLElement> }) {
  const t = useTranslations('retention.sheet')
  return (
    <section aria-labelledby="sheet" ref={ref} tabIndex={-1} className={classes.sheet}>
      <Title order={2} id="sheet" mb="sm">
        {t('title')}
      </Title>
      <PlayerSheet analysis={analysis} />
    </section>
  )
}
