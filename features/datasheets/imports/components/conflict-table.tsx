'use client'
import { Button, Group, Radio, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { Versions } from '#features/datasheets/imports/components/three-way.tsx'
import type { Decisions, Side } from '#features/datasheets/imports/view.ts'
import { planApartPages } from '#features/datasheets/plans/queries.ts'
import type { ApartRows, PlanDetail } from '#features/datasheets/plans/schema.ts'
import { keyText } from '#features/datasheets/plans/view.ts'
import classes from './imports.module.css'

type Table = PlanDetail['tables'][number]
type Decided = Decisions[string]
type Props = { plan: string; table: Table; decided: Decided; onDecide: (next: Decided) => void }

const isSide = (text: string): text is Side => text === 'mine' || text === 'theirs'

/** The conflicts of one table. */
export function ConflictTable({ plan, table, decided, onDecide }: Props) {
  const t = useTranslations('datasheets.conflicts')
  const query = useInfiniteQuery(planApartPages(plan, table.table, 'both'))
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? []
  const choose = (index: number, side: Side) => onDecide({ ...decided, rows: { ...decided.rows, [index]: side } })
  return (
    <section className={classes.conflictTable} aria-label={t('table', { table: table.table })}>
      <Group gap="sm">
        <h3>
          <code>{table.table}</code>
        </h3>
        <span className={classes.quiet}>{t('rows', { count: table.both ?? 0 })}</span>
        <Button size="compact-xs" variant="subtle" onClick={() => onDecide({ all: 'mine', rows: {} })}>
          {t('tableMine')}
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => onDecide({ all: 'theirs', rows: {} })}>
          {t('tableTheirs')}
        </Button>
      </Group>
      {query.error && !query.data && <ProblemNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton height={120} />}
      {rows.map((row) => (
        <Conflict
          key={row.index}
          row={row}
          table={table.table}
          side={decided.rows[row.index] ?? decided.all ?? null}
          onChoose={(side) => choose(row.index, side)}
        />
      ))}
      {query.hasNextPage && (
        <Button size="xs" variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {t('showMore', { count: (table.both ?? 0) - rows.length })}
        </Button>
      )}
    </section>
  )
}

type ConflictProps = { row: ApartRows['items'][number]; table: string; side: Side | null; onChoose: (side: Side) => void }

function Conflict({ row, table, side, onChoose }: ConflictProps) {
  const t = useTranslations('datasheets.conflicts')
  const key = keyText(row.key)
  return (
    <div className={classes.apart} data-side={side ?? undefined}>
      <Radio.Group
        label={<code>{key}</code>}
        aria-label={t('choose', { table, key })}
        value={side}
        onChange={(value) => isSide(value) && onChoose(value)}
        classNames={{ label: classes.apartKey ?? '' }}
      >
        <Group gap="md">
          <Radio value="mine" size="xs" label={t(row.mine ? 'mine' : 'mineGone')} />
          <Radio value="theirs" size="xs" label={t(row.now ? 'theirs' : 'theirsGone')} />
        </Group>
      </Radio.Group>
      <Versions
        label={t('row', { table, key })}
        versions={[
          { name: t('mineHead'), row: row.mine, tone: 'mine' },
          { name: t('nowHead'), row: row.now, tone: 'theirs' },
        ]}
      />
    </div>
  )
}
