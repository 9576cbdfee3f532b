'use client'
import { Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { Versions } from '#features/datasheets/imports/components/three-way.tsx'
import { planApartPages } from '#features/datasheets/plans/queries.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import { keyText } from '#features/datasheets/plans/view.ts'
import classes from './imports.module.css'

type Table = PlanDetail['tables'][number]

/** Rows that only somebody else changed since the export: nothing is done with them, and nothing is to be decided. */
export function TheirsPanel({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.theirs')
  const tables = plan.tables.filter(({ theirs = 0 }) => theirs > 0)
  if (tables.length === 0) return null
  const count = tables.reduce((sum, { theirs = 0 }) => sum + theirs, 0)
  return (
    <Panel title={t('title', { count })}>
      <p className={classes.lead}>{t('text')}</p>
      {tables.map((table) => (
        <Theirs key={table.table} plan={plan.id} table={table} />
      ))}
    </Panel>
  )
}

function Theirs({ plan, table }: { plan: string; table: Table }) {
  const t = useTranslations('datasheets.theirs')
  const [open, setOpen] = useState(false)
  return (
    <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <code>{table.table}</code> <span className={classes.quiet}>{t('rows', { count: table.theirs ?? 0 })}</span>
      </summary>
      {open && <Rows plan={plan} table={table} />}
    </details>
  )
}

function Rows({ plan, table }: { plan: string; table: Table }) {
  const t = useTranslations('datasheets.theirs')
  const query = useInfiniteQuery(planApartPages(plan, table.table, 'theirs'))
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      {query.error && !query.data && <ProblemNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton height={80} />}
      {rows.map((row) => (
        <div key={row.index} className={classes.apart}>
          <code>{keyText(row.key)}</code>
          <Versions
            label={t('row', { table: table.table, key: keyText(row.key) })}
            versions={[
              { name: t('sheet'), row: row.mine },
              { name: t('now'), row: row.now, tone: 'theirs' },
            ]}
          />
        </div>
      ))}
      {query.hasNextPage && (
        <Button size="xs" variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {t('showMore')}
        </Button>
      )}
    </>
  )
}
