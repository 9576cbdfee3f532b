'use client'
import { IconDatabase } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy, useMemo } from 'react'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { column } from '#components/data-table/columns.ts'
import { listFilterOf } from '#components/data-table/list-filter.ts'
import { useListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { When } from '#components/format/when.tsx'
import { LastTest, RecordMenuButton, RecordName } from '#components/records/record-cells.tsx'
import { RecordScreen } from '#components/records/record-screen.tsx'
import { type RecordPanel, useRecordPanel } from '#components/records/use-record-panel.ts'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import { KindTag } from '#features/environments/components/kind-tag.tsx'
import { environmentsExportPath, environmentsPageQuery } from '#features/environments/queries.ts'
import type { EnvironmentListed } from '#features/environments/schema.ts'
import { environmentFilterNames, environmentKinds, placeOf } from '#features/environments/view.ts'

const EnvironmentPanels = lazy(async () => ({ default: (await import('#features/environments/components/environment-panels.tsx')).EnvironmentPanels }))
const loadMenu = async () => (await import('#features/environments/components/environment-row-menu.tsx')).EnvironmentRowMenu

function NameCell({ environment: { id, name }, onOpen }: { environment: EnvironmentListed; onOpen: (id: string) => void }) {
  const t = useTranslations('environments')
  const { chosen } = useEnvironment()
  return (
    <RecordName name={name} onOpen={() => onOpen(id)}>
      {chosen?.id === id && <Tag tone="blue">{t('chosen')}</Tag>}
    </RecordName>
  )
}

function useColumns({ showDetails, showForm }: RecordPanel, manages: boolean) {
  const t = useTranslations('environments')
  const words = useTranslations('records')
  return useMemo(
    () => [
      column<EnvironmentListed>('name', { label: t('columns.name'), sort: 'name' }, (one) => <NameCell environment={one} onOpen={showDetails} />, {
        fixed: true,
      }),
      column<EnvironmentListed>('kind', { label: t('columns.kind'), sort: 'kind' }, ({ kind }) => <KindTag kind={kind} />),
      column<EnvironmentListed>('address', { label: t('address') }, ({ address }) =>
        address ? <code>{placeOf(address)}</code> : <Tag tone="red">{t('unreadable')}</Tag>,
      ),
      column<EnvironmentListed>('tables', { label: t('tables') }, ({ tables }) =>
        tables.length ? t('tablesCount', { count: tables.length }) : t('tablesAll'),
      ),
      column<EnvironmentListed>('lastTest', { label: words('lastTest') }, ({ lastTest }) => <LastTest test={lastTest} />),
      column<EnvironmentListed>('createdAt', { label: t('added'), sort: 'createdAt' }, ({ createdAt }) => <When at={createdAt} />),
      column<EnvironmentListed>(
        'acts',
        { label: words('acts') },
        (one) => <RecordMenuButton name={one.name} load={loadMenu} own={{ environment: one, onEdit: manages ? () => showForm(one.id) : undefined }} />,
        { fixed: true },
      ),
    ],
    [t, words, showDetails, showForm, manages],
  )
}

/** The game databases. */
export function EnvironmentsScreen() {
  const t = useTranslations('environments')
  const kinds = useTranslations('shell.environment.kinds')
  const may = useMay()
  const manages = may('environments.manage')
  const panel = useRecordPanel()
  const url = useListUrl(environmentFilterNames)
  const filter = listFilterOf(url)
  const { filters, setFilters } = url
  const first = { firstTitle: t('first.title'), firstText: t(manages ? 'first.text' : 'first.nobody'), sample: t('first.sample') }
  return (
    <RecordScreen
      id="environments"
      words={{ title: t('title'), lead: t('lead'), add: t('add'), ...first }}
      icon={<IconDatabase size={28} stroke={1.5} />}
      query={useQuery(environmentsPageQuery(filter))}
      url={url}
      columns={useColumns(panel, manages)}
      exportOf={{ path: environmentsExportPath, query: filter }}
      filters={
        <>
          <SearchFilter main label={t('search')} placeholder={t('columns.name')} value={filters.q} onChange={(q) => setFilters({ q })} />
          <ChoiceFilter
            label={t('columns.kind')}
            value={filters.kind}
            onChange={(kind) => setFilters({ kind })}
            options={environmentKinds.map((kind) => ({ value: kind, label: kinds(kind) }))}
          />
        </>
      }
      panel={panel}
      manages={manages}
      maySample={may('sample.load')}
      panels={(props) => <EnvironmentPanels {...props} />}
    />
  )
}
