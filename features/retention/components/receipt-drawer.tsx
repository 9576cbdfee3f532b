'use client'
import { Drawer, Stack, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { Facts } from '#components/feedback/facts.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import type { Receipt } from '#features/retention/schema.ts'

/** How the numbers were computed: definition, indices, snapshot, documents, horizon. */
export function ReceiptDrawer({ receipt, zone, opened, onClose }: { receipt: Receipt; zone: string; opened: boolean; onClose: () => void }) {
  const t = useTranslations('retention.receipt')
  return (
    <Drawer opened={opened} onClose={onClose} title={t('title')} size="lg">
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('lead')}
        </Text>
        <ReceiptFacts receipt={receipt} zone={zone} />
        <IndexTable receipt={receipt} />
      </Stack>
    </Drawer>
  )
}

function ReceiptFacts({ receipt, zone }: { receipt: Receipt; zone: string }) {
  const t = useTranslations('retention.receipt')
  const format = useFormat()
  const window = (
    <>
      <When at={receipt.window.from} seconds zone={zone} /> – <When at={receipt.window.to} seconds zone={zone} />
    </>
  )
  return (
    <Facts
      facts={[
        { label: t('definition'), value: <LongId value={receipt.definitionHash} /> },
        { label: t('source'), value: `${receipt.source.name} · ${receipt.source.url} · ${receipt.source.prefix}* · OpenSearch ${receipt.source.version}` },
        { label: t('window'), value: window },
        { label: t('snapshot'), value: <When at={receipt.snapshotOpenedAt} seconds zone={zone} /> },
        { label: t('horizon'), value: receipt.horizon ? <When at={receipt.horizon} seconds zone={zone} /> : <Unknown reason={t('noHorizon')} /> },
        { label: t('documents'), value: format.number(receipt.documents) },
        {
          label: t('requests'),
          value: t('requestsValue', { requests: format.number(receipt.requests), shards: format.number(receipt.shards), bytes: format.bytes(receipt.bytes) }),
        },
        { label: t('duration'), value: format.duration(receipt.durationMs) },
        { label: t('seenBefore'), value: format.number(receipt.seenBefore) },
        { label: t('severalAccounts'), value: format.number(receipt.severalAccounts) },
        { label: t('withoutUid'), value: format.number(receipt.documentsWithoutUid) },
        { label: t('notCollected'), value: receipt.notCollected.length ? receipt.notCollected.join(', ') : t('none') },
      ]}
    />
  )
}

function IndexTable({ receipt }: { receipt: Receipt }) {
  const t = useTranslations('retention.receipt')
  const format = useFormat()
  return (
    <ScrollTable label={t('index')}>
      <thead>
        <tr>
          <th>{t('index')}</th>
          <th data-align="end">{t('documents')}</th>
        </tr>
      </thead>
      <tbody>
        {receipt.indices.map((index) => (
          <tr key={index.name}>
            <td>
              <code>{index.name}</code>
            </td>
            <td data-align="end">{format.number(index.documents)}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  )
}
