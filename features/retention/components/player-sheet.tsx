'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { type Column, column } from '#components/data-table/columns.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { useListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { When } from '#components/format/when.tsx'
import { sheetColumns } from '#core/retention/columns.ts'
import { retentionStatuses } from '#core/retention/sheet.ts'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { Count, RetentionStatus } from '#features/retention/components/sheet-cells.tsx'
import { sheetFilterNames, sheetFilterOf } from '#features/retention/components/sheet-filter.ts'
import { playersExportPath, playersQuery } from '#features/retention/queries.ts'
import type { PlayerRow } from '#features/retention/schema.ts'
import classes from './retention.module.css'

type Name = (typeof sheetColumns)[number]
const texts: readonly Name[] = ['uid', 'auth_id', 'nickname', 'first_login_time', 'retention_status', 'country', 'device']

function cellOf(name: Name, row: PlayerRow, zone: string): ReactNode {
  if (name === 'uid' || name === 'auth_id') return <span className={classes.uid}>{row[name]}</span>
  if (name === 'first_login_time') return <When at={row.first_login_time} seconds zone={zone} />
  if (name === 'retention_status') return <RetentionStatus status={row.retention_status} />
  if (name === 'nickname' || name === 'country' || name === 'device') return row[name]
  return <Count value={row[name]} reason={name === 'retention_d1' ? 'notRipe' : 'notCollected'} />
}

function useColumns(zone: string): Column<PlayerRow>[] {
  const t = useTranslations('retention.columns')
  return useMemo(
    () =>
      sheetColumns.map((name) => {
        const meta = { label: t(`${name}.label`), help: `${name}: ${t(`${name}.help`)}`, sort: name }
        const align = texts.includes(name) ? {} : { align: 'end' as const }
        return column<PlayerRow>(name, { ...meta, ...align }, (row) => cellOf(name, row, zone), { fixed: name === 'uid' })
      }),
    [t, zone],
  )
}

/** The new players, one per row: 17 columns, sorted and filtered by the server, whole as CSV. */
export function PlayerSheet({ id, zone }: { id: string; zone: string }) {
  const t = useTranslations('retention')
  const may = useMay()
  const url = useListUrl(sheetFilterNames)
  const { q, status, country, device } = url.filters
  const filter = sheetFilterOf(url)
  const query = useQuery(playersQuery(id, filter))
  const columns = useColumns(zone)
  return (
    <DataTable
      id="retention-players"
      label={t('sheet.title')}
      columns={columns}
      rowId={(row) => row.uid}
      query={query}
      url={url}
      exportOf={may('retention.export') && { path: playersExportPath(id), query: filter }}
      firstUse={<StatePanel title={t('sheet.empty.title')}>{t('sheet.empty.text')}</StatePanel>}
      filters={
        <>
          <SearchFilter main label={t('sheet.search')} placeholder={t('sheet.searchHint')} value={q} onChange={(value) => url.setFilters({ q: value })} />
          <ChoiceFilter
            label={t('columns.retention_status.label')}
            value={status}
            onChange={(value) => url.setFilters({ status: value })}
            options={retentionStatuses.map((one) => ({ value: one, label: t(`statuses.${one}`) }))}
          />
          <SearchFilter
            width={120}
            label={t('columns.country.label')}
            placeholder={t('columns.country.label')}
            value={country}
            onChange={(value) => url.setFilters({ country: value })}
          />
          <SearchFilter
            width={150}
            label={t('columns.device.label')}
            placeholder={t('columns.device.label')}
            value={device}
            onChange={(value) => url.setFilters({ device: value })}
          />
        </>
      }
    />
  )
}
