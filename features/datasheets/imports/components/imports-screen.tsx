'use client'
import { Button } from '@mantine/core'
import { IconDatabaseImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { column } from '#components/data-table/columns.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { FilterChips } from '#components/data-table/filter-chips.tsx'
import { useListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { CommittedAt, ImportChanges, ImportLink, Undone } from '#features/datasheets/imports/components/import-cells.tsx'
import { ImportStateTag } from '#features/datasheets/imports/components/import-state-tag.tsx'
import { importsQuery } from '#features/datasheets/imports/queries.ts'
import type { SheetImport } from '#features/datasheets/imports/schema.ts'
import { importFilterNames, importFilterOf, importStates } from '#features/datasheets/imports/view.ts'
import { PlanEnvironment } from '#features/datasheets/plans/components/plan-cells.tsx'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'

/** While one of them works the list is asked again. */
const againMs = 2_000

function useColumns() {
  const t = useTranslations('datasheets.imports.columns')
  const { number } = useFormat()
  return useMemo(
    () => [
      column<SheetImport>('what', { label: t('what') }, (row) => <ImportLink of={row} />, { fixed: true }),
      column<SheetImport>('environment', { label: t('environment') }, (row) => <PlanEnvironment plan={row} />),
      column<SheetImport>('state', { label: t('state') }, (row) => <ImportStateTag state={row.state} />),
      column<SheetImport>('changes', { label: t('changes'), help: t('changesHelp') }, (row) => <ImportChanges of={row} />),
      column<SheetImport>('tables', { label: t('tables'), align: 'end' }, (row) => number(row.selection.tables.length)),
      column<SheetImport>('by', { label: t('by') }, (row) => row.createdBy.name),
      column<SheetImport>('committedAt', { label: t('committedAt'), sort: 'committedAt' }, (row) => <CommittedAt of={row} />),
      column<SheetImport>('createdAt', { label: t('createdAt'), sort: 'createdAt' }, (row) => <When at={row.createdAt} />),
      column<SheetImport>('undone', { label: t('undone') }, (row) => <Undone of={row} />),
    ],
    [t, number],
  )
}

/** All imports: what was written to which game database, when, by whom. */
export function ImportsScreen() {
  const t = useTranslations('datasheets.imports')
  const section = useTranslations('datasheets')
  const url = useListUrl(importFilterNames)
  const { filters, setFilters } = url
  const { environments } = useEnvironment()
  const query = useQuery({
    ...importsQuery(importFilterOf(url)),
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'running') ? againMs : false),
  })
  const plans = (
    <Button component={Link} href="/datasheets/plans">
      {t('toPlans')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} crumbs={[{ href: '/datasheets', label: section('title') }]} />
      <DataTable
        id="datasheet-imports"
        label={t('title')}
        columns={useColumns()}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/datasheets/imports/${id}`}
        query={query}
        url={url}
        filters={
          <>
            <SearchFilter main label={t('search')} placeholder={t('searchHint')} value={filters.q} onChange={(q) => setFilters({ q })} />
            <ChoiceFilter
              label={t('columns.environment')}
              value={filters.environment}
              onChange={(environment) => setFilters({ environment })}
              options={environments.map(({ name }) => ({ value: name, label: name }))}
            />
            <ChoiceFilter
              label={t('columns.state')}
              value={filters.state}
              onChange={(state) => setFilters({ state })}
              options={importStates.map((state) => ({ value: state, label: t(`states.${state}`) }))}
            />
            <SearchFilter width={160} label={t('table')} placeholder={t('table')} value={filters.table} onChange={(table) => setFilters({ table })} />
          </>
        }
        chips={
          filters.table && (
            <FilterChips
              chips={[{ key: 'table', text: t('ofTable', { table: filters.table }), onRemove: () => setFilters({ table: null }) }]}
              onClear={() => setFilters({ table: null })}
            />
          )
        }
        firstUse={
          <StatePanel icon={<IconDatabaseImport size={28} stroke={1.5} />} title={t('firstTitle')} action={plans}>
            {t('firstText')}
          </StatePanel>
        }
      />
    </>
  )
}
