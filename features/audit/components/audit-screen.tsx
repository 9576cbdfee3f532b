'use client'
import { Anchor, Button, Group, Stack } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { lazy, useMemo } from 'react'
import { column } from '#components/data-table/columns.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { useListUrl } from '#components/data-table/list-url.ts'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { When } from '#components/format/when.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { exportFormats } from '#core/shared/export.ts'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { AuditFilters } from '#features/audit/components/audit-filters.tsx'
import { OutcomeTag } from '#features/audit/components/outcome-tag.tsx'
import { useVerify, VerifyButton, VerifyNote } from '#features/audit/components/verify-panel.tsx'
import { auditQuery, exportPath } from '#features/audit/queries.ts'
import type { AuditEntry } from '#features/audit/schema.ts'
import { type AuditListFilter, auditFilterNames, auditFilterOf } from '#features/audit/view.ts'

const EntryDrawer = lazy(async () => ({ default: (await import('#features/audit/components/entry-drawer.tsx')).EntryDrawer }))

function useColumns(open: (id: string) => void) {
  const t = useTranslations('audit')
  return useMemo(() => {
    const nothing = <Unknown reason={t('entry.notKept')} />
    return [
      column<AuditEntry>(
        'at',
        { label: t('columns.at'), sort: 'at' },
        (entry) => (
          <Anchor component="button" type="button" size="sm" onClick={() => open(entry.id)}>
            <When at={entry.at} seconds inControl />
          </Anchor>
        ),
        { fixed: true },
      ),
      column<AuditEntry>('who', { label: t('columns.who') }, (entry) => entry.who.name),
      column<AuditEntry>('action', { label: t('columns.action') }, (entry) => <code>{entry.action}</code>),
      column<AuditEntry>('object', { label: t('columns.object') }, (entry) => <ObjectCell entry={entry} />),
      column<AuditEntry>('outcome', { label: t('columns.outcome') }, (entry) => <OutcomeTag outcome={entry.outcome} />),
      column<AuditEntry>('ip', { label: t('columns.ip') }, (entry) => entry.ip ?? nothing),
      column<AuditEntry>('id', { label: t('columns.id'), align: 'end' }, (entry) => <code>{entry.id}</code>),
    ]
  }, [t, open])
}

function ObjectCell({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('audit.entry')
  if (!entry.object) return <Unknown reason={t('notKept')} />
  if (!entry.runId) return <code>{entry.object}</code>
  return (
    <Anchor component={Link} href={`/runs/${entry.runId}`} size="sm">
      <code>{entry.object}</code>
    </Anchor>
  )
}

/** Who did what: filters in the address, one row's whole story beside it, and whether all rows are as they were written. */
export function AuditScreen() {
  const t = useTranslations('audit')
  const url = useListUrl(auditFilterNames)
  const filter = auditFilterOf(url)
  const query = useQuery(auditQuery(filter))
  const [entry, setEntry] = useQueryState('entry', parseAsString.withOptions({ history: 'push' }))
  const verify = useVerify()
  const columns = useColumns(setEntry)
  return (
    <Stack gap="md">
      <PageHeader title={t('title')} lead={t('lead')}>
        <VerifyButton verify={verify} />
      </PageHeader>
      <VerifyNote verify={verify} />
      <DataTable
        id="audit"
        label={t('title')}
        columns={columns}
        rowId={(row) => row.id}
        query={query}
        url={url}
        filters={<AuditFilters url={url} />}
        tools={<Exports filter={filter} />}
        firstUse={<StatePanel title={t('empty.title')}>{t('empty.text')}</StatePanel>}
      />
      <WhenOpened opened={entry !== null}>{(opened) => <EntryDrawer id={entry} opened={opened} onClose={() => void setEntry(null)} />}</WhenOpened>
    </Stack>
  )
}

function Exports({ filter }: { filter: AuditListFilter }) {
  const t = useTranslations('audit')
  const may = useMay()
  if (!may('audit.export')) return null
  return (
    <Group gap={4}>
      {exportFormats.map((format) => (
        <Button
          key={format}
          component="a"
          href={exportPath(format, filter)}
          download
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {t(`export.${format}`)}
        </Button>
      ))}
    </Group>
  )
}
