'use client'
import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { type Column, column } from '#components/data-table/columns.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { useListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { When } from '#components/format/when.tsx'
import { retentionStatuses, UNKNOWN } from '#core/retention/sheet.ts'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { playerHref } from '#features/retention/components/player-address.ts'
import { RangeFilter } from '#features/retention/components/range-filter.tsx'
import { Count, RetentionStatus, unknownReason } from '#features/retention/components/sheet-cells.tsx'
import { SheetChips } from '#features/retention/components/sheet-chips.tsx'
import { SheetExport } from '#features/retention/components/sheet-export.tsx'
import { sheetFilterNames, sheetFilterOf } from '#features/retention/components/sheet-filter.ts'
import { isNumeric, useColumnWords } from '#features/retention/components/use-column-words.ts'
import { playersQuery } from '#features/retention/queries.ts'
import type { Analysis, PlayerRow } from '#features/retention/schema.ts'
import { breakdownQueryOf } from '#features/retention/sheet/queries.ts'
import type { Breakdown } from '#features/retention/sheet/schema.ts'
import classes from './retention.module.css'

function cellOf(name: string, row: PlayerRow, analysis: Analysis): ReactNode {
  if (name === 'uid')
    return (
      <Anchor component={Link} href={playerHref(analysis, row)} prefetch={false} className={classes.uid}>
        {row.uid}
      </Anchor>
    )
  if (name === 'auth_id') return <span className={classes.uid}>{row.auth_id}</span>
  if (name === 'first_login_time') return <When at={row.first_login_time} seconds zone={analysis.zone} />
  if (name === 'retention_status') return <RetentionStatus status={row.retention_status} />
  if (!isNumeric(name)) return row[name]
  return <Count value={row[name] ?? null} reason={unknownReason(name, analysis.receipt?.notCollected ?? [])} />
}

function useColumns(analysis: Analysis): Column<PlayerRow>[] {
  const words = useColumnWords(analysis.metrics)
  return useMemo(() => {
    return analysis.columns.map((name) => {
      const { label, help } = words(name)
      const meta = { label, help: help === name ? name : `${name}: ${help}`, sort: name, ...(isNumeric(name) ? { align: 'end' as const } : {}) }
      return column<PlayerRow>(name, meta, (row) => cellOf(name, row, analysis), { fixed: name === 'uid' })
    })
  }, [words, analysis])
}

function useValues(id: string, by: Breakdown['by'], chosen: string | null) {
  const { data } = useQuery(breakdownQueryOf(id, by))
  const t = useTranslations('retention.breakdown')
  const values = data?.items.map(({ value }) => value ?? UNKNOWN) ?? []
  const all = chosen && !values.includes(chosen) ? [chosen, ...values] : values
  return all.map((value) => ({ value, label: value === UNKNOWN ? t('unknown') : value }))
}

/** The new players, one per row: sorted and filtered by the server. A row opens the player. */
export function PlayerSheet({ analysis }: { analysis: Analysis }) {
  const t = useTranslations('retention')
  const may = useMay()
  const { id } = analysis.run
  const url = useListUrl(sheetFilterNames)
  const { q, status, country, device, where } = url.filters
  const filter = sheetFilterOf(url)
  const query = useQuery(playersQuery(id, filter))
  const columns = useColumns(analysis)
  const words = useColumnWords(analysis.metrics)
  const countries = useValues(id, 'country', country)
  const devices = useValues(id, 'device', device)
  const numeric = analysis.columns.filter(isNumeric).map((value) => ({ value, label: words(value).label }))
  return (
    <DataTable
      id="retention-players"
      label={t('sheet.title')}
      columns={columns}
      rowId={(row) => `${row.uid} ${row.auth_id}`}
      rowHref={(row) => playerHref(analysis, row)}
      query={query}
      url={url}
      firstUse={<StatePanel title={t('sheet.empty.title')}>{t('sheet.empty.text')}</StatePanel>}
      tools={may('retention.export') && <SheetExport id={id} query={filter} found={query.data?.total} all={analysis.summary?.players ?? 0} />}
      chips={<SheetChips url={url} label={(name) => words(name).label} />}
      filters={
        <>
          <SearchFilter main label={t('sheet.search')} placeholder={t('sheet.searchHint')} value={q} onChange={(value) => url.setFilters({ q: value })} />
          <ChoiceFilter
            label={t('columns.retention_status.label')}
            value={status}
            onChange={(value) => url.setFilters({ status: value })}
            options={retentionStatuses.map((one) => ({ value: one, label: t(`statuses.${one}`) }))}
          />
          <ChoiceFilter
            width={120}
            label={t('columns.country.label')}
            value={country}
            onChange={(value) => url.setFilters({ country: value })}
            options={countries}
          />
          <ChoiceFilter
            width={150}
            label={t('columns.device.label')}
            value={device}
            onChange={(value) => url.setFilters({ device: value })}
            options={devices}
          />
          <RangeFilter columns={numeric} where={where} onChange={(value) => url.setFilters({ where: value })} />
        </>
      }
    />
  )
}
