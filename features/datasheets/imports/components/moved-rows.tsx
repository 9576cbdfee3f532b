'use client'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Panel } from '#components/feedback/panel.tsx'
import { Waiting } from '#components/feedback/waiting.tsx'
import { Versions } from '#features/datasheets/imports/components/three-way.tsx'
import { movedRowsQuery } from '#features/datasheets/imports/queries.ts'
import type { MovedPage } from '#features/datasheets/imports/schema.ts'
import { keyText } from '#features/datasheets/plans/view.ts'
import classes from './imports.module.css'

const pageSize = 20

/** Rows that somebody changed between the comparison and the import: as they were, as they should have become, as they are. */
export function MovedRows({ id, count }: { id: string; count: number }) {
  const t = useTranslations('datasheets.moved')
  const [page, setPage] = useState(1)
  const query = useQuery(movedRowsQuery(id, { page, pageSize }))
  const pages = Math.ceil((query.data?.total ?? 0) / pageSize)
  return (
    <Panel title={t('title', { count })}>
      <p className={classes.lead}>{t('text')}</p>
      {!query.data && <Waiting query={query} heights={[160]} />}
      <div className={query.isPlaceholderData ? classes.old : undefined}>
        {query.data?.items.map((row) => (
          <Moved key={`${row.table} ${keyText(row.key)}`} row={row} />
        ))}
      </div>
      {query.data && count > query.data.total && <p className={classes.stepHelp}>{t('cut', { shown: query.data.total, count })}</p>}
      {pages > 1 && (
        <div className={classes.more}>
          <Button size="xs" variant="default" disabled={page <= 1} onClick={() => setPage(page - 1)}>
            {t('previous')}
          </Button>
          {t('page', { page, pages })}
          <Button size="xs" variant="default" disabled={page >= pages} onClick={() => setPage(page + 1)}>
            {t('next')}
          </Button>
        </div>
      )}
    </Panel>
  )
}

function Moved({ row }: { row: MovedPage['items'][number] }) {
  const t = useTranslations('datasheets.moved')
  const key = keyText(row.key)
  return (
    <section className={classes.apart} aria-label={t('row', { table: row.table, key })}>
      <h3>
        <code>
          {row.table} · {key}
        </code>{' '}
        <span className={classes.quiet}>{t(`ops.${row.op}`)}</span>
      </h3>
      <Versions
        label={t('row', { table: row.table, key })}
        versions={[
          { name: t('planned'), row: row.planned },
          { name: t('wanted'), row: row.wanted, tone: 'mine' },
          { name: t('now'), row: row.now, tone: 'theirs' },
        ]}
      />
    </section>
  )
}
