'use client'
import { VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { countsQuery } from '#features/approvals/queries.ts'
import classes from './waiting-badge.module.css'

const againMs = 60_000

/** How many requests wait for the reader; nothing while there is none. Asked again every minute and when the page comes back into sight. */
export function WaitingBadge() {
  const t = useTranslations('approvals')
  const enabled = useMay()('plans.approve')
  const { data } = useQuery({ ...countsQuery, enabled, refetchInterval: againMs })
  const count = data?.inbox ?? 0
  if (count === 0) return null
  return (
    <span className={classes.count}>
      <span aria-hidden>{count}</span>
      <VisuallyHidden>{t('waiting', { count })}</VisuallyHidden>
    </span>
  )
}
