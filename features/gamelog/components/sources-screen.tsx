'use client'
import { IconDatabaseSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy, useMemo } from 'react'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { column } from '#components/data-table/columns.ts'
import { listFilterOf } from '#components/data-table/list-filter.ts'
import { useListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { When } from '#components/format/when.tsx'
import { LastTest, RecordMenuButton, RecordName } from '#components/records/record-cells.tsx'
import { RecordScreen } from '#components/records/record-screen.tsx'
import { type RecordPanel, useRecordPanel } from '#components/records/use-record-panel.ts'
import { tlsModes } from '#core/gamelog/tls.ts'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { TlsTag } from '#features/gamelog/components/tls-tag.tsx'
import { sourcesExportPath, sourcesPageQuery } from '#features/gamelog/queries.ts'
import type { SourceListed } from '#features/gamelog/schema.ts'
import { sourceFilterNames } from '#features/gamelog/view.ts'

const SourcePanels = lazy(async () => ({ default: (await import('#features/gamelog/components/source-panels.tsx')).SourcePanels }))
const loadMenu = async () => (await import('#features/gamelog/components/source-row-menu.tsx')).SourceRowMenu

function useColumns({ showDetails, showForm }: RecordPanel, manages: boolean) {
  const t = useTranslations('gamelog')
  const words = useTranslations('records')
  return useMemo(
    () => [
      column<SourceListed>('name', { label: t('columns.name'), sort: 'name' }, ({ id, name }) => <RecordName name={name} onOpen={() => showDetails(id)} />, {
        fixed: true,
      }),
      column<SourceListed>('url', { label: t('form.url'), sort: 'url' }, ({ url }) => <code>{url}</code>),
      column<SourceListed>('prefix', { label: t('form.prefix'), sort: 'prefix' }, ({ prefix }) => <code>{prefix}*</code>),
      column<SourceListed>('zone', { label: t('form.zone'), sort: 'zone' }, ({ zone }) => zone),
      column<SourceListed>('reset', { label: t('columns.reset'), align: 'end' }, ({ resetHour }) => `${String(resetHour).padStart(2, '0')}:00`),
      column<SourceListed>('tls', { label: 'TLS' }, (source) => <TlsTag source={source} />),
      column<SourceListed>('lastTest', { label: words('lastTest') }, ({ lastTest }) => <LastTest test={lastTest} />),
      column<SourceListed>('createdAt', { label: t('added'), sort: 'createdAt' }, ({ createdAt }) => <When at={createdAt} />),
      column<SourceListed>(
        'acts',
        { label: words('acts') },
        (source) => <RecordMenuButton name={source.name} load={loadMenu} own={{ source, onEdit: manages ? () => showForm(source.id) : undefined }} />,
        { fixed: true },
      ),
    ],
    [t, words, showDetails, showForm, manages],
  )
}

/** Where the console reads game logs from. */
export function SourcesScreen() {
  const t = useTranslations('gamelog')
  const may = useMay()
  const manages = may('sources.manage')
  const panel = useRecordPanel()
  const url = useListUrl(sourceFilterNames)
  const filter = listFilterOf(url)
  const { filters, setFilters } = url
  const first = { firstTitle: t('first.title'), firstText: t(manages ? 'first.text' : 'first.nobody'), sample: t('first.sample') }
  return (
    <RecordScreen
      id="sources"
      words={{ title: t('title'), lead: t('lead'), add: t('add'), ...first }}
      icon={<IconDatabaseSearch size={28} stroke={1.5} />}
      query={useQuery(sourcesPageQuery(filter))}
      url={url}
      columns={useColumns(panel, manages)}
      exportOf={{ path: sourcesExportPath, query: filter }}
      filters={
        <>
          <SearchFilter main label={t('search')} placeholder={t('searchHint')} value={filters.q} onChange={(q) => setFilters({ q })} />
          <ChoiceFilter
            label="TLS"
            value={filters.tls}
            onChange={(tls) => setFilters({ tls })}
            options={tlsModes.map((mode) => ({ value: mode, label: t(`tls.${mode}`) }))}
          />
        </>
      }
      panel={panel}
      manages={manages}
      maySample={may('sample.load')}
      panels={(props) => <SourcePanels {...props} />}
    />
  )
}
