'use client'
import { Anchor, Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { annotatedPath, findingsExportPath, planFindingsQuery } from '#features/datasheets/plans/queries.ts'
import type { FindingPage, PlanDetail } from '#features/datasheets/plans/schema.ts'
import { placeOf } from '#features/datasheets/plans/view.ts'
import classes from './plans.module.css'

type Level = 'error' | 'warning'
type Finding = FindingPage['items'][number]
const pageSize = 20

const addressOf = (level: Level) => ({ [`${level}s`]: parseAsInteger.withDefault(1), [`${level}Table`]: parseAsString }) as const

/** What is wrong with the files, all of it: where, what stands there, and what to do. */
export function FindingsPanel({ plan, level }: { plan: PlanDetail; level: Level }) {
  const t = useTranslations('datasheets.findingList')
  const [values, go] = useQueryStates(addressOf(level), { history: 'replace', shallow: true })
  const page = Math.max(1, Number(values[`${level}s`] ?? 1))
  const table = values[`${level}Table`]
  const tableName = typeof table === 'string' ? table : null
  const counts = plan.findings.filter((one) => one.level === level)
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const query = useQuery({
    ...planFindingsQuery(plan.id, { level, page, pageSize, ...(tableName === null ? {} : { table: tableName }) }),
    enabled: total > 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (total === 0) return null
  const tables = [...new Set(counts.flatMap((one) => (one.table === null ? [] : [one.table])))]
  return (
    <Panel title={t(`${level}.title`, { count: total })} action={level === 'error' && <Copies plan={plan} />}>
      <p className={classes.lead}>{t(`${level}.lead`)}</p>
      {tables.length > 1 && (
        <div className={classes.codes}>
          <ChoiceFilter
            label={t('table')}
            value={tableName}
            onChange={(value) => void go({ [`${level}Table`]: value, [`${level}s`]: null })}
            options={tables.map((name) => ({ value: name, label: name }))}
          />
        </div>
      )}
      {query.error && !query.data && <ProblemNote error={query.error} onRetry={() => query.refetch()} />}
      {query.data && (
        <div className={query.isPlaceholderData ? classes.old : undefined}>
          <FindingTable items={query.data.items} label={t(`${level}.title`, { count: total })} />
          <Pager page={query.data} onPage={(next) => void go({ [`${level}s`]: next })} />
        </div>
      )}
    </Panel>
  )
}

/** The workbooks with their bad cells coloured, as long as the files are kept. */
function Copies({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.findingList')
  const books = plan.files.filter(({ kind, kept }) => kind === 'xlsx' && kept)
  return (
    <ul className={classes.files}>
      {books.map(({ upload, name }) => (
        <li key={upload}>
          <Button component="a" href={annotatedPath(plan.id, upload)} download size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />}>
            {t('annotated', { name })}
          </Button>
        </li>
      ))}
      <li>
        <Anchor href={findingsExportPath(plan.id)} download size="xs">
          {t('csv')}
        </Anchor>
      </li>
    </ul>
  )
}

function FindingTable({ items, label }: { items: readonly Finding[]; label: string }) {
  const t = useTranslations('datasheets.findingList')
  return (
    <ScrollTable label={label} minWidth={560}>
      <thead>
        <tr>
          <th scope="col">{t('place')}</th>
          <th scope="col">{t('column')}</th>
          <th scope="col">{t('value')}</th>
          <th scope="col">{t('message')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={JSON.stringify([one.file, one.sheet, one.cell, one.table, one.column, one.code, one.params])}>
            <th scope="row" className={classes.place}>
              {placeOf(one)}
            </th>
            <td>{one.column ? <code>{one.column}</code> : one.table && <code>{one.table}</code>}</td>
            <td className={classes.value} title={one.value ?? undefined}>
              <span>{one.value}</span>
            </td>
            <td className={classes.message}>{one.message}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  )
}

function Pager({ page: { page, total, items }, onPage }: { page: FindingPage; onPage: (page: number) => void }) {
  const t = useTranslations('table')
  const { number } = useFormat()
  const pages = Math.ceil(total / pageSize)
  if (pages <= 1) return null
  const from = (page - 1) * pageSize
  return (
    <div className={classes.pager}>
      <span>{t('range', { from: number(from + 1), to: number(from + items.length), total: number(total) })}</span>
      <span>
        <Button size="compact-xs" variant="default" disabled={page <= 1} aria-label={t('previous')} onClick={() => onPage(page - 1)}>
          <IconChevronLeft size={14} />
        </Button>{' '}
        {t('pageOf', { page: number(page), pages: number(pages) })}{' '}
        <Button size="compact-xs" variant="default" disabled={page >= pages} aria-label={t('next')} onClick={() => onPage(page + 1)}>
          <IconChevronRight size={14} />
        </Button>
      </span>
    </div>
  )
}
