'use client'
import { Anchor, Button, Skeleton, Stack } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { When } from '#components/format/when.tsx'
import { HistoryCells } from '#features/datasheets/history/components/history-cells.tsx'
import { historyPages } from '#features/datasheets/history/queries.ts'
import type { Asked, HistoryItem } from '#features/datasheets/history/view.ts'
import { ChangeCounts } from '#features/datasheets/plans/components/change-counts.tsx'
import classes from './history.module.css'

function Entry({ item, column }: { item: HistoryItem; column: string | undefined }) {
  const t = useTranslations('datasheets.history')
  const { at, by, approvedBy, files, undoOf, inserted, updated, deleted, change } = item
  const source = undoOf === null ? files.join(', ') || t('plan', { id: item.plan }) : t('undoOf', { id: undoOf })
  return (
    <li className={classes.entry}>
      <div className={classes.head}>
        <Anchor component={Link} href={`/datasheets/imports/${item.import}`} size="sm" fw={500}>
          {t('import', { id: item.import, source })}
        </Anchor>
        <When at={at} seconds />
      </div>
      <div className={classes.people}>
        <span>{t('by', { name: by.name })}</span>
        <span>{approvedBy.length > 0 ? t('approvedBy', { names: approvedBy.join(', ') }) : t('unapproved')}</span>
        {change === null && <ChangeCounts counts={{ insert: inserted, update: updated, delete: deleted }} />}
      </div>
      {change && <HistoryCells change={change} column={column} />}
    </li>
  )
}

/** Who changed it, when, from what, and who approved it; the latest first. */
export function HistoryTimeline({ asked }: { asked: Asked }) {
  const t = useTranslations('datasheets.history')
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery(historyPages(asked))
  if (error) return <ProblemNote error={error} onRetry={() => refetch()} />
  if (!data) return <Skeleton height={120} />
  const items = data.pages.flatMap((page) => page.items)
  if (items.length === 0 && !hasNextPage)
    return (
      <StatePanel icon={<IconHistory size={28} stroke={1.5} />} title={t('nothingTitle')}>
        {t('nothingText')}
      </StatePanel>
    )
  return (
    <Stack gap="md" aria-busy={isFetching}>
      <ol className={classes.timeline} aria-label={t('timeline', { table: asked.table })}>
        {items.map((item) => (
          <Entry key={item.import} item={item} column={asked.column} />
        ))}
      </ol>
      {hasNextPage ? (
        <Button variant="default" loading={isFetching} onClick={() => fetchNextPage()} style={{ justifySelf: 'start', alignSelf: 'start' }}>
          {t('more')}
        </Button>
      ) : (
        <p className={classes.key}>{t('all')}</p>
      )}
    </Stack>
  )
}
