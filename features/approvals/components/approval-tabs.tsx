'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { countsQuery } from '#features/approvals/queries.ts'
import { type Box, boxes } from '#features/approvals/view.ts'
import classes from './approvals.module.css'
import badge from './waiting-badge.module.css'

/** As often as the list below them. */
const againMs = 20_000

/** Which requests the list shows; each has an address. */
export function ApprovalTabs({ box }: { box: Box }) {
  const t = useTranslations('approvals.boxes')
  const { data } = useQuery({ ...countsQuery, refetchInterval: againMs })
  const counts: Partial<Record<Box, number>> = { inbox: data?.inbox, review: data?.reviews }
  return (
    <nav className={classes.tabs} aria-label={t('label')}>
      {boxes.map((one) => (
        <Link key={one} href={`/approvals?box=${one}`} className={classes.tab} aria-current={one === box ? 'page' : undefined}>
          {t(one)} {counts[one] ? <span className={badge.count}>{counts[one]}</span> : null}
        </Link>
      ))}
    </nav>
  )
}
