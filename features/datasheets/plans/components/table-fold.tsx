'use client'
import { ActionIcon, Anchor, Skeleton } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconChevronUp, IconDownload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { lazy, type RefObject, Suspense, useCallback, useId, useMemo, useState } from 'react'
import { Tag } from '#components/feedback/tag.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { ChangeCounts } from '#features/datasheets/plans/components/change-counts.tsx'
import { ColumnCounts } from '#features/datasheets/plans/components/column-counts.tsx'
import type { Walk } from '#features/datasheets/plans/components/diff-grid.tsx'
import type { DiffUrl, PlanTable } from '#features/datasheets/plans/components/use-diff-url.ts'
import { rowsExportPath } from '#features/datasheets/plans/queries.ts'
import type { PlanRows } from '#features/datasheets/plans/schema.ts'
import { changedRows, columnsShown } from '#features/datasheets/plans/view.ts'
import classes from './diff.module.css'

const DiffGrid = lazy(async () => ({ default: (await import('#features/datasheets/plans/components/diff-grid.tsx')).DiffGrid }))

type Props = {
  plan: string
  table: PlanTable
  /** They can be looked at. */
  rows: boolean
  url: DiffUrl
  /** How the keyboard walks this table while it is the active one. */
  walk: RefObject<Walk | null>
  onActive: () => void
}

/** One table: how much of it changes, and the rows behind that. */
export function TableFold({ plan, table, rows, url, walk, onActive }: Props) {
  const t = useTranslations('datasheets.diff')
  const id = useId()
  const changes = changedRows(table)
  const foldable = rows && changes > 0
  const open = foldable && url.isOpen(table.table)
  const behind = ({ file, sheet, rows: count, hiddenRows }: PlanTable['sheets'][number]) =>
    t(hiddenRows > 0 ? 'behindHidden' : 'behind', { file, sheet, rows: count, hiddenRows })
  return (
    <div className={classes.fold} onFocusCapture={onActive} onPointerDownCapture={onActive}>
      <div className={classes.foldHead}>
        <h3>
          {foldable ? (
            <button type="button" className={classes.foldButton} aria-expanded={open} aria-controls={id} onClick={() => url.toggle(table.table)}>
              <IconChevronRight size={14} aria-hidden />
              {table.table}
            </button>
          ) : (
            <code>{table.table}</code>
          )}
        </h3>
        {changes > 0 ? <ChangeCounts counts={table} /> : <Tag tone="grey">{t('sameShort')}</Tag>}
        <span className={classes.quiet}>{t('unchanged', { count: table.unchanged })}</span>
        {table.errors > 0 && <Tag tone="red">{t('errors', { count: table.errors })}</Tag>}
        {table.warnings > 0 && <Tag tone="amber">{t('warnings', { count: table.warnings })}</Tag>}
        <p className={classes.behind}>{table.sheets.map(behind).join(' · ')}</p>
      </div>
      <div id={id}>{open && <Opened plan={plan} table={table} url={url} walk={walk} />}</div>
    </div>
  )
}

type Found = Pick<PlanRows, 'total' | 'matching' | 'complete'>

function Opened({ plan, table, url, walk }: Omit<Props, 'onActive' | 'rows'>) {
  const t = useTranslations('datasheets.diff')
  const [place, setPlace] = useState<{ key: string; index: number } | null>(null)
  const [found, setFound] = useState<Found | null>(null)
  const { op, q, column, changedOnly, view } = url
  // biome-ignore lint/correctness/useExhaustiveDependencies: the filters are the same until one of these changes
  const filter = useMemo(() => url.filterOf(table.table), [op, q, column, table.table])
  const columns = useMemo(() => columnsShown(table, changedOnly), [table, changedOnly])
  const open = useCallback((index: number) => url.openRow({ table: table.table, index }), [url, table.table])
  const key = JSON.stringify([filter, view])
  // A place among other rows is none among these.
  const current = place?.key === key ? place.index : null
  const setCurrent = useCallback((index: number) => setPlace({ key, index }), [key])
  const none = found?.matching === 0
  return (
    <>
      <div className={classes.tools}>
        <ColumnCounts table={table} chosen={filter.column ?? null} onChoose={(name) => url.set({ column: name === null ? null : `${table.table}.${name}` })} />
        <span className={classes.end} />
        <Found found={found} current={current} />
        <ActionIcon aria-label={t('previous')} title={t('previousKey')} onClick={() => walk.current?.step(-1)}>
          <IconChevronUp size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={t('next')} title={t('nextKey')} onClick={() => walk.current?.step(1)}>
          <IconChevronDown size={16} aria-hidden />
        </ActionIcon>
        <Anchor href={rowsExportPath(plan, table.table, filter)} download size="xs" title={t('exportHelp')}>
          <IconDownload size={13} aria-hidden /> NDJSON
        </Anchor>
      </div>
      {none && <p className={`${classes.foot} ${classes.quiet}`}>{t('nothingFound')}</p>}
      <div hidden={none}>
        <Suspense fallback={<Skeleton height={160} />}>
          <DiffGrid
            key={key}
            plan={plan}
            table={table}
            filter={filter}
            view={view}
            columns={columns}
            current={current}
            onCurrent={setCurrent}
            onOpen={open}
            onFound={setFound}
            walk={walk}
          />
        </Suspense>
      </div>
    </>
  )
}

function Found({ found, current }: { found: Found | null; current: number | null }) {
  const t = useTranslations('datasheets.diff')
  const { number } = useFormat()
  if (!found) return null
  const matching = number(found.matching)
  return (
    <span className={classes.quiet} role="status">
      {current === null ? t('found', { count: found.matching }) : t('position', { at: number(current + 1), all: matching })}
      {!found.complete && ` ${t('searchCut')}`}
    </span>
  )
}
