'use client'
import { useTranslations } from 'next-intl'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { FilterChips } from '#components/data-table/filter-chips.tsx'
import type { ListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { personStates } from '#core/accounts/person-states.ts'
import { roles } from '#core/shared/permissions.ts'

export const userFilterNames = ['q', 'role', 'state'] as const

/** Search, role, state: all in the address. */
export function UserFilters({ url }: { url: ListUrl<(typeof userFilterNames)[number]> }) {
  const t = useTranslations('accounts.users')
  const names = useTranslations('accounts.denied.roles')
  const { filters, setFilters } = url
  const words = { q: `“${filters.q}”`, role: filters.role && names(filters.role), state: filters.state && t(`states.${filters.state}`) }
  const chips = userFilterNames
    .filter((name) => filters[name] !== null)
    .map((name) => ({ key: name, text: words[name] ?? '', onRemove: () => setFilters({ [name]: null }) }))
  return (
    <>
      <SearchFilter main label={t('search')} placeholder={t('searchHint')} value={filters.q} onChange={(q) => setFilters({ q })} />
      <ChoiceFilter
        label={t('columns.role')}
        value={filters.role}
        onChange={(role) => setFilters({ role })}
        options={roles.map((role) => ({ value: role, label: names(role) }))}
      />
      <ChoiceFilter
        label={t('columns.state')}
        value={filters.state}
        onChange={(state) => setFilters({ state })}
        options={personStates.map((state) => ({ value: state, label: t(`states.${state}`) }))}
      />
      <FilterChips chips={chips} onClear={url.clear} />
    </>
  )
}
