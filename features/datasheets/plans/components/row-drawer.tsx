'use client'
import { Checkbox, Drawer, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { Facts } from '#components/feedback/facts.tsx'
import { Note } from '#components/feedback/note.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { jsonChanges } from '#core/datasheets/summary/json-paths.ts'
import { useRowChoice } from '#features/datasheets/imports/components/use-choice.tsx'
import type { PlanTable } from '#features/datasheets/plans/components/use-diff-url.ts'
import { planRowsQuery } from '#features/datasheets/plans/queries.ts'
import type { PlanRow, RowFilter } from '#features/datasheets/plans/schema.ts'
import { cellOf, differsUnseen, keyText, signs, withSpaces } from '#features/datasheets/plans/view.ts'
import classes from './diff.module.css'

type Props = { plan: string; table: PlanTable | undefined; filter: RowFilter; index: number | null; opened: boolean; onClose: () => void }

/** All of one changed row: every value in full, where it came from, what it may have been before. */
export function RowDrawer({ plan, table, filter, index, opened, onClose }: Props) {
  const t = useTranslations('datasheets.diff')
  const query = useQuery({
    ...planRowsQuery(plan, table?.table ?? '', { ...filter, offset: index ?? 0, limit: 1 }),
    enabled: index !== null && table !== undefined,
    placeholderData: undefined,
  })
  const row = query.data?.items[0]
  return (
    <Drawer opened={opened} onClose={onClose} title={row && table ? t('rowTitle', { table: table.table, key: keyText(row.key) }) : t('row')} size="lg">
      {query.error && <ProblemNote error={query.error} onRetry={() => query.refetch()} />}
      {query.data && !row && <Text size="sm">{t('rowGone')}</Text>}
      {row && table && <Whole row={row} table={table} />}
    </Drawer>
  )
}

/** Of one JSON value; who wants more reads the values themselves. */
const mostPaths = 20

const tones = { insert: 'green', update: 'amber', delete: 'red' } as const

function Whole({ row, table }: { row: PlanRow; table: PlanTable }) {
  const t = useTranslations('datasheets.diff')
  const { number } = useFormat()
  const changed = table.columns.filter((column) => !(column in row.key) && cellOf(row, column).kind !== 'same' && cellOf(row, column).kind !== 'none')
  const same = table.columns.filter((column) => !(column in row.key) && cellOf(row, column).kind === 'same')
  const place = row.at ? t('at', { file: row.at.file, sheet: row.at.sheet, row: number(row.at.row) }) : t('notInSheet')
  return (
    <Stack gap="md">
      <div>
        <Tag tone={tones[row.op]} icon={<b>{signs[row.op]}</b>}>
          {t(`ops.${row.op}`)}
        </Tag>
      </div>
      <Facts
        facts={[
          { label: t('key'), value: <code>{keyText(row.key)}</code> },
          { label: t('place'), value: place },
        ]}
      />
      <LeaveOut table={table.table} place={row.index} />
      {row.renamed && <Note tone="blue" title={t('renamed', { key: keyText(row.renamed) })} />}
      <Values row={row} columns={changed} title={t('changedValues')} />
      {same.length > 0 && <Values row={row} columns={same} title={t('sameValues')} />}
    </Stack>
  )
}

/** Where a choice is made still: this row is to be none of it. */
function LeaveOut({ table, place }: { table: string; place: number }) {
  const t = useTranslations('datasheets.leftOut')
  const ticks = useRowChoice()
  if (!ticks) return null
  return <Checkbox label={t('row')} description={t('rowHelp')} checked={ticks.isOut(table, place)} onChange={() => ticks.toggleRow(table, place)} />
}

function Values({ row, columns, title }: { row: PlanRow; columns: readonly string[]; title: string }) {
  if (columns.length === 0) return null
  return (
    <section aria-label={title}>
      <Text size="sm" fw={600} mb={8}>
        {title}
      </Text>
      <dl className={classes.fields}>
        {columns.map((column) => (
          <div key={column}>
            <dt>{column}</dt>
            <Field row={row} column={column} />
          </div>
        ))}
      </dl>
    </section>
  )
}

function Field({ row, column }: { row: PlanRow; column: string }) {
  const t = useTranslations('datasheets.diff')
  const { kind, old, next } = cellOf(row, column)
  const unseen = kind === 'changed' && differsUnseen(old, next)
  if (kind === 'same')
    return (
      <dd>
        <Full value={next} />
      </dd>
    )
  return (
    <dd>
      {(kind === 'changed' || kind === 'removed') && <Full value={old} side="old" spaces={unseen} />}
      {(kind === 'changed' || kind === 'added') && <Full value={next} side="new" spaces={unseen} />}
      {unseen && (
        <Text size="xs" c="dimmed">
          {t('unseen')}
        </Text>
      )}
      {kind === 'changed' && old !== null && next !== null && <Paths old={old} next={next} />}
    </dd>
  )
}

/** Of two JSON documents: the places in them that differ, which a reader would look for for long. */
function Paths({ old, next }: { old: string; next: string }) {
  const t = useTranslations('datasheets.diff')
  const found = useMemo(() => jsonChanges(old, next, mostPaths), [old, next])
  if (!found || found.changes.length === 0) return null
  const side = (text: string | null) => text ?? <span className={classes.null}>{t('pathMissing')}</span>
  return (
    <ul className={classes.paths} aria-label={t('paths')}>
      {found.changes.map((one) => (
        <li key={one.path}>
          <code>{one.path}</code> <del>{side(one.old)}</del> → <ins>{side(one.next)}</ins>
        </li>
      ))}
      {found.more && <li>{t('morePaths')}</li>}
    </ul>
  )
}

function Full({ value, side, spaces = false }: { value: string | null; side?: 'old' | 'new'; spaces?: boolean }) {
  const t = useTranslations('datasheets.diff')
  const text = value === null ? <span className={classes.null}>NULL</span> : value === '' ? <span className={classes.null}>{t('empty')}</span> : null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className={classes.fullValue} data-side={side} tabIndex={0}>
      {side && <span className={classes.fullSign}>{side === 'old' ? '- ' : '+ '}</span>}
      {text ?? (spaces ? withSpaces(value ?? '') : value)}
    </pre>
  )
}
