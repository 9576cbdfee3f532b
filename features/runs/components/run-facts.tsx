'use client'
import { useTranslations } from 'next-intl'
import { Facts } from '#components/feedback/facts.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { When } from '#components/format/when.tsx'
import type { Run } from '#features/runs/schema.ts'

export function RunFacts({ run }: { run: Run }) {
  const t = useTranslations('runs.facts')
  const kinds = useTranslations('runs.kinds')
  return (
    <Panel title={t('title')}>
      <Facts
        facts={[
          { label: t('id'), value: <code>{run.id}</code> },
          { label: t('kind'), value: kinds(`${run.kind}.name`) },
          { label: t('by'), value: run.createdBy.name },
          { label: t('created'), value: <When at={run.createdAt} seconds /> },
          { label: t('started'), value: run.startedAt ? <When at={run.startedAt} seconds /> : <Unknown reason={t('notStarted')} /> },
          { label: t('finished'), value: run.finishedAt ? <When at={run.finishedAt} seconds /> : <Unknown reason={t('notFinished')} /> },
          { label: t('worker'), value: run.worker ?? <Unknown reason={t('noWorker')} /> },
          { label: t('attempt'), value: run.attempt },
        ]}
      />
    </Panel>
  )
}
