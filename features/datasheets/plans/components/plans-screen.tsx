'use client'
import { Button } from '@mantine/core'
import { IconGitCompare } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { column } from '#components/data-table/columns.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { useListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { When } from '#components/format/when.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { PlanChanges, PlanCount, PlanEnvironment, PlanLink } from '#features/datasheets/plans/components/plan-cells.tsx'
import { PlanStateTag } from '#features/datasheets/plans/components/plan-state-tag.tsx'
import { plansQuery } from '#features/datasheets/plans/queries.ts'
import type { Plan } from '#features/datasheets/plans/schema.ts'
import { isMoving, planFilterNames, planFilterOf, planStates } from '#features/datasheets/plans/view.ts'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'

/** While one of them is computed, or written to its database, the list is asked again. */
const againMs = 2_000

function useColumns() {
  const t = useTranslations('datasheets.plans.columns')
  return useMemo(
    () => [
      column<Plan>('files', { label: t('files') }, (plan) => <PlanLink plan={plan} />, { fixed: true }),
      column<Plan>('environment', { label: t('environment'), sort: 'environment' }, (plan) => <PlanEnvironment plan={plan} />),
      column<Plan>('state', { label: t('state') }, (plan) => <PlanStateTag state={plan.state} />),
      column<Plan>('tables', { label: t('tables'), align: 'end' }, (plan) => <PlanCount plan={plan} of="tables" />),
      column<Plan>('changes', { label: t('changes'), help: t('changesHelp') }, (plan) => <PlanChanges plan={plan} />),
      column<Plan>('errors', { label: t('errors'), align: 'end' }, (plan) => <PlanCount plan={plan} of="errors" />),
      column<Plan>('warnings', { label: t('warnings'), align: 'end' }, (plan) => <PlanCount plan={plan} of="warnings" />),
      column<Plan>('by', { label: t('by') }, (plan) => plan.createdBy.name),
      column<Plan>('createdAt', { label: t('createdAt'), sort: 'createdAt' }, (plan) => <When at={plan.createdAt} />),
    ],
    [t],
  )
}

/** All comparisons. */
export function PlansScreen() {
  const t = useTranslations('datasheets')
  const url = useListUrl(planFilterNames)
  const { filters, setFilters } = url
  const { environments } = useEnvironment()
  const query = useQuery({
    ...plansQuery(planFilterOf(url)),
    refetchInterval: ({ state }) => (state.data?.items.some(isMoving) ? againMs : false),
  })
  const files = (
    <Button component={Link} href="/datasheets">
      {t('plans.toFiles')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('plans.title')} lead={t('plans.lead')} crumbs={[{ href: '/datasheets', label: t('title') }]} />
      <DataTable
        id="datasheet-plans"
        label={t('plans.title')}
        columns={useColumns()}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/datasheets/plans/${id}`}
        query={query}
        url={url}
        filters={
          <>
            <SearchFilter main label={t('plans.search')} placeholder={t('plans.searchHint')} value={filters.q} onChange={(q) => setFilters({ q })} />
            <ChoiceFilter
              label={t('plans.columns.environment')}
              value={filters.environment}
              onChange={(environment) => setFilters({ environment })}
              options={environments.map(({ name }) => ({ value: name, label: name }))}
            />
            <ChoiceFilter
              label={t('plans.columns.state')}
              value={filters.state}
              onChange={(state) => setFilters({ state })}
              options={planStates.map((state) => ({ value: state, label: t(`plans.states.${state}`) }))}
            />
          </>
        }
        firstUse={
          <StatePanel icon={<IconGitCompare size={28} stroke={1.5} />} title={t('plans.firstTitle')} action={files}>
            {t('plans.firstText')}
          </StatePanel>
        }
      />
    </>
  )
}
