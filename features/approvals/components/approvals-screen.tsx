'use client'
import { Button } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { column } from '#components/data-table/columns.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { listFilterOf } from '#components/data-table/list-filter.ts'
import { useListUrl } from '#components/data-table/list-url.ts'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { ApprovalLink, ApprovalPlace, ApprovalStanding } from '#features/approvals/components/approval-cells.tsx'
import { ApprovalTabs } from '#features/approvals/components/approval-tabs.tsx'
import { approvalsPageQuery } from '#features/approvals/queries.ts'
import type { Approval } from '#features/approvals/schema.ts'
import { agreedCount, approvalFilterNames, approvalStates, boxOf, inBox } from '#features/approvals/view.ts'

const againMs = 20_000

/** `nowMs`: when what is shown was told. */
function useColumns(nowMs: number) {
  const t = useTranslations('approvals')
  const format = useFormat()
  return useMemo(
    () => [
      column<Approval>('what', { label: t('columns.what') }, (one) => <ApprovalLink one={one} />, { fixed: true }),
      column<Approval>('state', { label: t('columns.state') }, (one) => <ApprovalStanding one={one} nowMs={nowMs} />),
      column<Approval>('environment', { label: t('columns.environment') }, (one) => <ApprovalPlace one={one} />),
      column<Approval>('size', { label: t('columns.size'), sort: 'size', align: 'end' }, ({ size }) => format.number(size)),
      column<Approval>('agreed', { label: t('columns.agreed'), help: t('columns.agreedHelp'), align: 'end' }, (one) =>
        t('agreedOf', { agreed: agreedCount(one), required: one.required }),
      ),
      column<Approval>('by', { label: t('columns.by') }, ({ requestedBy }) => requestedBy.name),
      column<Approval>('requestedAt', { label: t('columns.requestedAt'), sort: 'requestedAt' }, ({ requestedAt }) => <When at={requestedAt} />),
      column<Approval>('expiresAt', { label: t('columns.expiresAt'), sort: 'expiresAt' }, ({ expiresAt }) => <When at={expiresAt} />),
    ],
    [t, format, nowMs],
  )
}

/** What waits for another person. */
export function ApprovalsScreen() {
  const t = useTranslations('approvals')
  const list = useListUrl(approvalFilterNames)
  const { filters, setFilters } = list
  const box = boxOf(filters.box)
  // Which box is looked at is no filter: an empty one says that there is nothing in it.
  const url = { ...list, filtered: filters.state !== null, clear: () => setFilters({ state: null }) }
  const query = useQuery({ ...approvalsPageQuery(inBox(listFilterOf(list))), refetchInterval: againMs })
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')}>
        <Button component={Link} href="/approvals/policies" variant="default">
          {t('policies.open')}
        </Button>
      </PageHeader>
      <ApprovalTabs box={box} />
      <DataTable
        id="approvals"
        label={`${t('title')}: ${t(`boxes.${box}`)}`}
        columns={useColumns(query.dataUpdatedAt)}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/approvals/${id}`}
        query={query}
        url={url}
        filters={
          <ChoiceFilter
            label={t('columns.state')}
            value={filters.state}
            onChange={(state) => setFilters({ state })}
            options={approvalStates.map((state) => ({ value: state, label: t(`states.${state}`) }))}
          />
        }
        firstUse={
          <StatePanel icon={<IconChecklist size={28} stroke={1.5} />} title={t(`empty.${box}.title`)}>
            {t(`empty.${box}.text`)}
          </StatePanel>
        }
      />
    </>
  )
}
