'use client'
import { Button } from '@mantine/core'
import { IconArrowsExchange, IconFileSpreadsheet } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useMemo, useState } from 'react'
import { column } from '#components/data-table/columns.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { useListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { RecentPlans } from '#features/datasheets/plans/components/recent-plans.tsx'
import { DropZone } from '#features/datasheets/uploads/components/drop-zone.tsx'
import type { Batch } from '#features/datasheets/uploads/components/sending-panel.tsx'
import { DeleteButton, Sheets, UploadName } from '#features/datasheets/uploads/components/upload-cells.tsx'
import { uploadsQuery } from '#features/datasheets/uploads/queries.ts'
import type { Upload } from '#features/datasheets/uploads/schema.ts'
import { uploadFilterNames, uploadFilterOf } from '#features/datasheets/uploads/view.ts'
import classes from './uploads.module.css'

// What is done with files comes with the first of them.
const CompareBar = lazy(async () => ({ default: (await import('#features/datasheets/plans/components/compare-bar.tsx')).CompareBar }))
const SendingPanel = lazy(async () => ({ default: (await import('#features/datasheets/uploads/components/sending-panel.tsx')).SendingPanel }))

function useColumns(deletes: boolean) {
  const t = useTranslations('datasheets.uploads.columns')
  const { bytes, number } = useFormat()
  return useMemo(
    () => [
      column<Upload>('name', { label: t('name'), sort: 'name' }, (row) => <UploadName upload={row} />, { fixed: true }),
      column<Upload>('sheets', { label: t('sheets') }, (row) => <Sheets upload={row} />),
      column<Upload>('bytes', { label: t('bytes'), sort: 'bytes', align: 'end' }, (row) => bytes(row.bytes)),
      column<Upload>('by', { label: t('by') }, (row) => row.createdBy.name),
      column<Upload>('createdAt', { label: t('createdAt'), sort: 'createdAt' }, (row) => <When at={row.createdAt} />),
      column<Upload>('expiresAt', { label: t('expiresAt'), sort: 'expiresAt', help: t('expiresHelp') }, (row) => <When at={row.expiresAt} />),
      column<Upload>('plans', { label: t('plans'), align: 'end' }, (row) => number(row.plans)),
      ...(deletes ? [column<Upload>('acts', { label: t('acts') }, (row) => <DeleteButton upload={row} />, { fixed: true })] : []),
    ],
    [t, bytes, number, deletes],
  )
}

/** Where files come in; what sends them comes with the first of them. */
function Incoming() {
  const [batches, setBatches] = useState<readonly Batch[]>([])
  return (
    <>
      <DropZone onFiles={(files) => setBatches((old) => [...old, files])} />
      {batches.length > 0 && (
        <Suspense>
          <SendingPanel batches={batches} />
        </Suspense>
      )}
    </>
  )
}

/** The files that were dropped, and what they were compared with. */
export function UploadsScreen() {
  const t = useTranslations('datasheets')
  const may = useMay()
  const uploads = may('datasheets.diff')
  const url = useListUrl(uploadFilterNames)
  const query = useQuery(uploadsQuery(uploadFilterOf(url)))
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')}>
        <Button component={Link} href="/datasheets/mapping" variant="default" leftSection={<IconArrowsExchange size={16} aria-hidden />}>
          {t('mapping.open')}
        </Button>
      </PageHeader>
      {uploads && <Incoming />}
      <DataTable
        id="datasheet-uploads"
        label={t('uploads.title')}
        columns={useColumns(uploads)}
        rowId={({ id }) => id}
        query={query}
        url={url}
        filters={
          <SearchFilter main label={t('uploads.search')} placeholder={t('uploads.searchHint')} value={url.filters.q} onChange={(q) => url.setFilters({ q })} />
        }
        firstUse={
          <StatePanel icon={<IconFileSpreadsheet size={28} stroke={1.5} />} title={t('uploads.first.title')}>
            {t(uploads ? 'uploads.first.text' : 'uploads.first.nobody')}
          </StatePanel>
        }
        bulk={
          uploads && {
            name: ({ name }) => name,
            acts: (rows) => (
              <Suspense>
                <CompareBar uploads={rows} />
              </Suspense>
            ),
          }
        }
      />
      <div className={classes.lower}>
        <RecentPlans />
      </div>
    </>
  )
}
