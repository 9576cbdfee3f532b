'use client'
import { VisuallyHidden } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useFormat } from '#components/format/use-format.ts'
import { type OperationName, signs } from '#features/datasheets/plans/view.ts'
import classes from './plans.module.css'

const order = ['insert', 'delete', 'update'] as const satisfies readonly OperationName[]

/** `+2 -0 ~5`: the sign says what the colour repeats; in words for who hears it. */
export function ChangeCounts({ counts }: { counts: Record<OperationName, number> }) {
  const t = useTranslations('datasheets.diff.counts')
  const format = useFormat()
  return (
    <span className={classes.counts}>
      {order.map((op) => (
        <span key={op} data-op={op} data-zero={counts[op] === 0 || undefined}>
          <span aria-hidden>
            {signs[op]}
            {format.number(counts[op])}
          </span>
          <VisuallyHidden>{t(op, { count: counts[op] })}</VisuallyHidden>
        </span>
      ))}
    </span>
  )
}
