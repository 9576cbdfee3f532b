'use client'
import { Stack } from '@mantine/core'
import { IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useMemo } from 'react'
import { column } from '#components/data-table/columns.ts'
import { listFilterOf } from '#components/data-table/list-filter.ts'
import { useListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { Note } from '#components/feedback/note.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { When } from '#components/format/when.tsx'
import { RecordMenuButton, RecordName } from '#components/records/record-cells.tsx'
import { RecordScreen } from '#components/records/record-screen.tsx'
import { type RecordPanel, useRecordPanel } from '#components/records/use-record-panel.ts'
import { hooksPageQuery } from '#features/notices/queries.ts'
import type { Hook } from '#features/notices/schema.ts'
import { hookFilterNames } from '#features/notices/view.ts'

const HookPanels = lazy(async () => ({ default: (await import('#features/notices/components/hook-panels.tsx')).HookPanels }))
const DeliveryList = lazy(async () => ({ default: (await import('#features/notices/components/delivery-list.tsx')).DeliveryList }))
const loadMenu = async () => (await import('#features/notices/components/hook-row-menu.tsx')).HookRowMenu

function LastDelivery({ last }: { last: Hook['last'] }) {
  const t = useTranslations('notices')
  if (!last) return <Unknown reason={t('nothingSent')} />
  return (
    <>
      <Tag tone={last.delivered ? 'green' : 'amber'}>{t(last.delivered ? 'states.delivered' : 'notYet')}</Tag> <When at={last.at} />
    </>
  )
}

function useColumns({ showDetails, showForm }: RecordPanel) {
  const t = useTranslations('notices')
  const words = useTranslations('records')
  return useMemo(
    () => [
      column<Hook>(
        'name',
        { label: t('form.name') },
        ({ id, name, active }) => (
          <RecordName name={name} onOpen={() => showDetails(id)}>
            {!active && <Tag tone="grey">{t('off')}</Tag>}
          </RecordName>
        ),
        { fixed: true },
      ),
      column<Hook>('url', { label: t('form.url') }, ({ url }) => <code>{url}</code>),
      column<Hook>('events', { label: t('form.events') }, ({ events }) => events.map((event) => t(`events.${event}`)).join(', ')),
      column<Hook>('environment', { label: t('form.environment') }, ({ environment }) => environment?.name ?? t('form.everywhere')),
      column<Hook>('last', { label: t('lastDelivery') }, ({ last }) => <LastDelivery last={last} />),
      column<Hook>(
        'acts',
        { label: words('acts') },
        (hook) => <RecordMenuButton name={hook.name} load={loadMenu} own={{ hook, onEdit: () => showForm(hook.id) }} />,
        { fixed: true },
      ),
    ],
    [t, words, showDetails, showForm],
  )
}

/** Who outside of the console is told of what happens in it. */
export function HooksScreen() {
  const t = useTranslations('notices')
  const panel = useRecordPanel()
  const url = useListUrl(hookFilterNames)
  const { filters, setFilters } = url
  const query = useQuery(hooksPageQuery(listFilterOf(url)))
  return (
    <>
      <RecordScreen
        id="hooks"
        words={{ title: t('title'), lead: t('lead'), add: t('add'), firstTitle: t('first.title'), firstText: t('first.text'), sample: '' }}
        icon={<IconWebhook size={28} stroke={1.5} />}
        query={query}
        url={url}
        columns={useColumns(panel)}
        filters={<SearchFilter main label={t('search')} placeholder={t('searchHint')} value={filters.q} onChange={(q) => setFilters({ q })} />}
        panel={panel}
        manages
        maySample={false}
        panels={(props) => <HookPanels {...props} />}
      />
      {query.data && (
        <Stack component="section" gap="md" mt="xl">
          {!query.data.mail && (
            <Note tone="grey" title={t('mailOff.title')}>
              {t('mailOff.text')}
            </Note>
          )}
          <Suspense>
            <DeliveryList hookId={null} />
          </Suspense>
        </Stack>
      )}
    </>
  )
}
