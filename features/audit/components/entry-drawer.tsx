'use client'
import { Anchor, Drawer, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type Fact, Facts } from '#components/feedback/facts.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { When } from '#components/format/when.tsx'
import { OutcomeTag } from '#features/audit/components/outcome-tag.tsx'
import { auditEntryQuery } from '#features/audit/queries.ts'
import type { AuditEntry } from '#features/audit/schema.ts'
import { changesOf, factsOf } from '#features/audit/view.ts'

/** All of one row: who, from where, what, before and after, and the way to its run. */
export function EntryDrawer({ id, opened, onClose }: { id: string | null; opened: boolean; onClose: () => void }) {
  const t = useTranslations('audit')
  const query = useQuery({ ...auditEntryQuery(id ?? ''), enabled: id !== null })
  const entry = id === null ? undefined : query.data
  return (
    <Drawer opened={opened} onClose={onClose} title={t('entry.title', { id: id ?? '' })} size="lg">
      <Stack gap="md">
        {query.error && <ProblemNote error={query.error} onRetry={() => query.refetch()} />}
        {entry && <EntryFacts entry={entry} />}
        {entry && <Changes entry={entry} />}
        {entry && <Further entry={entry} />}
      </Stack>
    </Drawer>
  )
}

function EntryFacts({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('audit')
  const nothing = <Unknown reason={t('entry.notKept')} />
  const run = entry.runId && (
    <Anchor component={Link} href={`/runs/${entry.runId}`} size="sm">
      {t('entry.seeRun', { id: entry.runId })}
    </Anchor>
  )
  const facts: Fact[] = [
    { label: t('columns.at'), value: <When at={entry.at} seconds /> },
    { label: t('columns.who'), value: `${entry.who.name} · ${t(`via.${viaOf(entry.who.via)}`)}` },
    { label: t('columns.action'), value: <code>{entry.action}</code> },
    { label: t('columns.object'), value: entry.object ? <LongId value={entry.object} /> : nothing },
    { label: t('columns.outcome'), value: <OutcomeTag outcome={entry.outcome} /> },
    ...(run ? [{ label: t('entry.run'), value: run }] : []),
    ...(entry.planId ? [{ label: t('entry.plan'), value: <LongId value={entry.planId} /> }] : []),
    { label: t('columns.ip'), value: entry.ip ?? nothing },
    { label: t('entry.userAgent'), value: entry.userAgent ?? nothing },
    { label: t('entry.request'), value: entry.requestId ? <LongId value={entry.requestId} /> : nothing },
    { label: t('entry.seq'), value: entry.seq ?? t('entry.notSealed') },
  ]
  return <Facts facts={facts} />
}

const viaOf = (via: string): 'session' | 'token' | 'system' => (via === 'session' || via === 'token' ? via : 'system')

function Changes({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('audit.entry')
  const changes = changesOf(entry)
  if (!changes.length) return null
  return (
    <section>
      <Title order={2} size="h4">
        {t('changes')}
      </Title>
      <ScrollTable label={t('changes')}>
        <thead>
          <tr>
            <th>{t('name')}</th>
            <th>{t('before')}</th>
            <th>{t('after')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.name} data-strong={change.changed || undefined}>
              <td>{change.name}</td>
              <td>{change.before ?? <Unknown reason={t('none')} />}</td>
              <td>{change.after ?? <Unknown reason={t('none')} />}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </section>
  )
}

function Further({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('audit.entry')
  const facts = factsOf(entry)
  if (!facts.length) return null
  return (
    <section>
      <Title order={2} size="h4" mb={8}>
        {t('detail')}
      </Title>
      <Facts facts={facts.map(({ name, value }) => ({ label: name, value: value ?? <Unknown reason={t('none')} /> }))} />
    </section>
  )
}
