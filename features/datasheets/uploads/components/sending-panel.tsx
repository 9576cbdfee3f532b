'use client'
import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { CompareBar } from '#features/datasheets/plans/components/compare-bar.tsx'
import { SendingList } from '#features/datasheets/uploads/components/sending-list.tsx'
import { useSending } from '#features/datasheets/uploads/components/use-sending.ts'
import { isUnderWay } from '#features/datasheets/uploads/view.ts'
import classes from './uploads.module.css'

export type Batch = readonly File[]

/** Files that are on their way, then what to do with those that are there. Each batch is sent once. */
export function SendingPanel({ batches }: { batches: readonly Batch[] }) {
  const t = useTranslations('datasheets.uploads.sending')
  const { files, add, again, forget, clear } = useSending()
  const begun = useRef(0)
  useEffect(() => {
    const fresh = batches.slice(begun.current)
    begun.current = batches.length
    for (const batch of fresh) add(batch)
  })
  const kept = files.flatMap((one) => (one.phase === 'kept' ? [one.upload] : []))
  if (files.length === 0) return null
  return (
    <SendingList files={files} onAgain={again} onForget={forget}>
      {kept.length > 0 && !files.some(isUnderWay) && (
        <div className={classes.next}>
          <CompareBar uploads={kept} />
          <Button size="xs" variant="subtle" color="gray" onClick={clear}>
            {t('clear')}
          </Button>
        </div>
      )}
    </SendingList>
  )
}
