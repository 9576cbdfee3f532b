'use client'
import { Button, Code, CopyButton, Drawer, Stack, Text, Title } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type Fact, Facts } from '#components/feedback/facts.tsx'
import { Note } from '#components/feedback/note.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { commandOf, reproduceOf } from '#features/retention/components/again.ts'
import { useSpan } from '#features/retention/components/use-span.ts'
import type { Analysis, Receipt } from '#features/retention/schema.ts'

type Props = { analysis: Analysis; receipt: Receipt; onClose: () => void }

/** How the numbers were computed: definition, indices, snapshot, documents, horizon, who was left out, and how to get them again. */
export function ReceiptDrawer({ analysis, receipt, onClose }: Props) {
  const t = useTranslations('retention.receipt')
  const { zone } = analysis
  return (
    <Drawer opened onClose={onClose} title={t('title')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('lead')}
        </Text>
        {receipt.source.tls === 'unchecked' && <Note tone="amber" title={t('unchecked')} />}
        <AskedFacts analysis={analysis} receipt={receipt} />
        <Part title={t('read')}>
          <ReadFacts receipt={receipt} zone={zone} />
        </Part>
        <Part title={t('leftOut')}>
          <LeftOutFacts receipt={receipt} />
        </Part>
        <Part title={t('indices')}>
          <IndexTable receipt={receipt} />
        </Part>
        <Part title={t('reproduce')}>
          <Command help={t('reproduceHelp')} command={reproduceOf(analysis.run.id)} />
          <Command help={t('runHelp')} command={commandOf(analysis)} />
        </Part>
      </Stack>
    </Drawer>
  )
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <Title order={3} size="h4" mb={4}>
        {title}
      </Title>
      {children}
    </section>
  )
}

function AskedFacts({ analysis, receipt }: Pick<Props, 'analysis' | 'receipt'>) {
  const t = useTranslations('retention.receipt')
  const identity = useTranslations('retention.form.identities')
  const span = useSpan()
  const { source, window } = receipt
  const { zone, gapSeconds, sessionCapSeconds, metrics } = analysis
  return (
    <Facts
      facts={[
        { label: t('definition'), value: <LongId value={receipt.definitionHash} /> },
        { label: t('source'), value: `${source.name} · ${source.url} · ${source.prefix}* · OpenSearch ${source.version}` },
        {
          label: t('window'),
          value: (
            <>
              <When at={window.from} seconds zone={zone} /> – <When at={window.to} seconds zone={zone} />
            </>
          ),
        },
        { label: t('identity'), value: identity(`${analysis.identity}.label`) },
        {
          label: t('activity'),
          value: [t('gap', { time: span(gapSeconds * 1_000) }), ...(sessionCapSeconds ? [t('cap', { time: span(sessionCapSeconds * 1_000) })] : [])].join(
            ' · ',
          ),
        },
        { label: t('metrics'), value: metrics.map(({ name, version }) => `${name} v${version}`).join(', ') || t('none') },
      ]}
    />
  )
}

function ReadFacts({ receipt, zone }: { receipt: Receipt; zone: string }) {
  const t = useTranslations('retention.receipt')
  const format = useFormat()
  const { requests, shards, bytes } = receipt
  return (
    <Facts
      facts={[
        { label: t('snapshot'), value: <When at={receipt.snapshotOpenedAt} seconds zone={zone} /> },
        { label: t('horizon'), value: receipt.horizon ? <When at={receipt.horizon} seconds zone={zone} /> : <Unknown reason={t('noHorizon')} /> },
        { label: t('documents'), value: format.number(receipt.documents) },
        { label: t('requests'), value: t('requestsValue', { requests: format.number(requests), shards: format.number(shards), bytes: format.bytes(bytes) }) },
        ...(receipt.measured ? [{ label: t('measured'), value: t('measuredValue', receipt.measured) }] : []),
        { label: t('duration'), value: format.duration(receipt.durationMs) },
      ]}
    />
  )
}

function LeftOutFacts({ receipt }: { receipt: Receipt }) {
  const t = useTranslations('retention.receipt')
  const format = useFormat()
  const { loginsWithoutAccount, nicknames, absentFields = [] } = receipt
  const facts: Fact[] = [
    { label: t('seenBefore'), value: format.number(receipt.seenBefore) },
    {
      label: t('severalAccounts'),
      value: receipt.severalAccounts === null ? <Unknown reason={t('accountsUncounted')} /> : format.number(receipt.severalAccounts),
    },
    { label: t('withoutUid'), value: format.number(receipt.documentsWithoutUid) },
    ...(loginsWithoutAccount === undefined ? [] : [{ label: t('withoutAccount'), value: format.number(loginsWithoutAccount) }]),
    { label: t('notCollected'), value: receipt.notCollected.length ? receipt.notCollected.join(', ') : t('none') },
    ...(absentFields.length === 0 ? [] : [{ label: t('absentFields'), value: absentFields.map(({ family, field }) => `${family}: ${field}`).join(', ') }]),
    { label: t('nicknames'), value: nicknames ? <Nicknames of={nicknames} /> : <Unknown reason={t('nicknamesUnknown')} /> },
  ]
  return <Facts facts={facts} />
}

function Nicknames({ of }: { of: NonNullable<Receipt['nicknames']> }) {
  const t = useTranslations('retention.receipt')
  const format = useFormat()
  const { field, table, fromLogs, fromTable, unknown, unread } = of
  if (field === null && table === null) return t('noNicknames')
  return [
    ...(field === null ? [] : [t('nicknamesLogs', { field, count: format.number(fromLogs) })]),
    ...(table === null ? [] : [t('nicknamesTable', { table, count: format.number(fromTable) })]),
    t('nicknamesNone', { count: format.number(unknown) }),
    ...(unread === 0 ? [] : [t('nicknamesUnread', { count: format.number(unread) })]),
  ].join(' · ')
}

function Command({ help, command }: { help: string; command: string }) {
  const t = useTranslations('retention.receipt')
  const common = useTranslations('common')
  return (
    <Stack gap={8} align="flex-start" mb="sm">
      <Text size="xs" c="dimmed">
        {help}
      </Text>
      <Code block w="100%" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {command}
      </Code>
      <CopyButton value={command}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" onClick={copy}>
            {copied ? common('copied') : t('copyCommand')}
          </Button>
        )}
      </CopyButton>
    </Stack>
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
