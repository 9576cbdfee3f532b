'use client'
import { Anchor, Skeleton, Text } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Late } from '#components/feedback/late.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import classes from './home.module.css'

type Props = {
  title: string
  count?: number | undefined
  /** Where all of it is. */
  all: string
  query: { data: unknown; error: unknown; refetch: () => unknown }
  /** What is said when there is nothing; null when `children` say it. */
  empty: string | null
  children: ReactNode
}

/** One column of the home page in each of its states. */
export function HomeColumn({ title, count, all, query, empty, children }: Props) {
  const t = useTranslations('home')
  const action = (
    <Anchor component={Link} href={all} size="xs" aria-label={t('allOf', { name: title })}>
      {t('all')}
    </Anchor>
  )
  const name = (
    <>
      {title} {count ? <span className={classes.count}>{count}</span> : null}
    </>
  )
  return (
    <Panel title={name} flush action={action}>
      {query.error ? <ProblemNote error={query.error} onRetry={() => query.refetch()} /> : null}
      {!query.data && !query.error && (
        <Late>
          <Skeleton height={64} m="md" />
        </Late>
      )}
      {Boolean(query.data) &&
        (empty ? (
          <Text size="sm" c="dimmed" p="md">
            {empty}
          </Text>
        ) : (
          children
        ))}
    </Panel>
  )
}
