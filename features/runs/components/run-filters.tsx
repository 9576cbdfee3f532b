'use client'
import { Checkbox } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { FilterChips } from '#components/data-table/filter-chips.tsx'
import type { ListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { runKinds } from '#core/runs/kinds.ts'
import { runStates } from '#core/runs/state.ts'
import { periods, unfinished } from '#features/runs/view.ts'

export const runFilterNames = ['q', 'kind', 'state', 'by', 'when'] as const
export type RunListUrl = ListUrl<(typeof runFilterNames)[number]>

/** Search, kind, state, who, when: all in the address. */
export function RunFilters({ url }: { url: RunListUrl }) {
  const t = useTranslations('runs')
  const { filters, setFilters } = url
  const states = [{ value: unfinished, label: t('filters.unfinished') }, ...runStates.map((state) => ({ value: state, label: t(`states.${state}`) }))]
  return (
    <>
      <SearchFilter main label={t('filters.search')} placeholder={t('filters.searchHint')} value={filters.q} onChange={(q) => setFilters({ q })} />
      <ChoiceFilter label={t('columns.state')} value={filters.state} onChange={(state) => setFilters({ state })} options={states} />
      <ChoiceFilter
        label={t('columns.kind')}
        value={filters.kind}
        onChange={(kind) => setFilters({ kind })}
        options={runKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}.name`) }))}
      />
      <ChoiceFilter
        label={t('columns.created')}
        value={filters.when}
        onChange={(when) => setFilters({ when })}
        options={Object.keys(periods).map((when) => ({ value: when, label: t(`filters.when.${when}`) }))}
      />
      <Checkbox
        size="xs"
        label={t('filters.mine')}
        checked={filters.by === 'me'}
        onChange={(event) => setFilters({ by: event.currentTarget.checked ? 'me' : null })}
      />
    </>
  )
}

/** What is filtered now, each removable. */
export function RunChips({ url }: { url: RunListUrl }) {
  const t = useTranslations('runs')
  const { filters, setFilters } = url
  const chips = runFilterNames
    .filter((name) => filters[name] !== null)
    .map((name) => ({ key: name, text: chipText(t, name, filters[name] ?? ''), onRemove: () => setFilters({ [name]: null }) }))
  return <FilterChips chips={chips} onClear={url.clear} />
}

function chipText(t: ReturnType<typeof useTranslations<'runs'>>, name: (typeof runFilterNames)[number], value: string): string {
  if (name === 'state')
    return value === unfinished
      ? t('filters.unfinished')
      : value
          .split(',')
          .map((state) => t(`states.${state}`))
          .join(', ')
  if (name === 'kind') return t(`kinds.${value}.name`)
  if (name === 'when') return t(`filters.when.${value}`)
  if (name === 'by') return value === 'me' ? t('filters.mine') : value
  return `“${value}”`
}
