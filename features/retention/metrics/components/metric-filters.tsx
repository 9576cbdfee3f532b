'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { FilterChips } from '#components/data-table/filter-chips.tsx'
import type { ListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { metricsQuery } from '#features/retention/metrics/queries.ts'
import { metricFilterNames } from '#features/retention/metrics/view.ts'

type Url = ListUrl<(typeof metricFilterNames)[number]>

/** Text, log family and state: all in the address. */
export function MetricFilters({ url }: { url: Url }) {
  const t = useTranslations('retention.metrics')
  const { data } = useQuery(metricsQuery)
  const families = [...new Set((data?.items ?? []).map(({ family }) => family))].sort()
  const { filters, setFilters } = url
  return (
    <>
      <SearchFilter main label={t('filters.search')} placeholder={t('filters.searchHint')} value={filters.q} onChange={(q) => setFilters({ q })} />
      <ChoiceFilter
        width={180}
        label={t('columns.family')}
        value={filters.family}
        onChange={(family) => setFilters({ family })}
        options={families.map((family) => ({ value: family, label: family }))}
      />
      <ChoiceFilter
        width={120}
        label={t('columns.state')}
        value={filters.state}
        onChange={(state) => setFilters({ state })}
        options={(['on', 'off'] as const).map((state) => ({ value: state, label: t(`states.${state}`) }))}
      />
    </>
  )
}

export function MetricChips({ url }: { url: Url }) {
  const t = useTranslations('retention.metrics')
  const { filters, setFilters, clear } = url
  const state = filters.state === 'on' || filters.state === 'off' ? t(`states.${filters.state}`) : filters.state
  const words = { q: `“${filters.q}”`, family: filters.family, state }
  const chips = metricFilterNames
    .filter((name) => filters[name] !== null)
    .map((name) => ({ key: name, text: words[name] ?? '', onRemove: () => setFilters({ [name]: null }) }))
  return <FilterChips chips={chips} onClear={clear} />
}
