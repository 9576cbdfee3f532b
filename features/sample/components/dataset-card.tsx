'use client'
import { Button, Group, Stack } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { withQuery } from '#components/api/client.ts'
import { Facts } from '#components/feedback/facts.tsx'
import { Note } from '#components/feedback/note.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import type { Dataset } from '#features/sample/schema.ts'

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((total, count) => total + count, 0)

/** What is loaded, counted at its end, and what to do with it next. */
export function DatasetCard({ dataset, finishedAt }: { dataset: Dataset; finishedAt: string | null }) {
  const t = useTranslations('sample')
  const format = useFormat()
  const may = useMay()
  const analyse = withQuery('/retention/new', { source: dataset.source, from: dataset.day.from, to: dataset.day.to })
  return (
    <Panel title={t('loaded')}>
      <Stack gap="md">
        <Note tone="green" title={t('ready', { players: format.number(dataset.newPlayers), source: dataset.source })}>
          {dataset.documents && t('counted', { documents: format.number(sum(dataset.documents)), indices: Object.keys(dataset.documents).length })}
        </Note>
        <Facts
          facts={[
            {
              label: t('arrivals'),
              value: (
                <>
                  <When at={dataset.window.from} /> – <When at={dataset.window.to} />
                </>
              ),
            },
            {
              label: t('day'),
              value: (
                <>
                  <When at={dataset.day.from} /> – <When at={dataset.day.to} />
                </>
              ),
            },
            { label: t('seed'), value: dataset.seed },
            ...(finishedAt ? [{ label: t('finished'), value: <When at={finishedAt} /> }] : []),
          ]}
        />
        {dataset.databases && dataset.databases.length > 0 && <Databases databases={dataset.databases} />}
        <Group gap={8}>
          {may('retention.run') && (
            <Button component={Link} href={analyse}>
              {t('analyse')}
            </Button>
          )}
          <Button component={Link} href="/sources" variant="default">
            {t('seeSource')}
          </Button>
          <Button component={Link} href={`/runs/${dataset.runId}`} variant="subtle">
            {t('seeRun')}
          </Button>
        </Group>
      </Stack>
    </Panel>
  )
}

function Databases({ databases }: { databases: NonNullable<Dataset['databases']> }) {
  const t = useTranslations('sample.databases')
  const format = useFormat()
  return (
    <ScrollTable label={t('title')}>
      <thead>
        <tr>
          <th>{t('environment')}</th>
          <th>{t('database')}</th>
          <th data-align="end">{t('tables')}</th>
          <th data-align="end">{t('rows')}</th>
        </tr>
      </thead>
      <tbody>
        {databases.map((one) => (
          <tr key={one.database}>
            <td>{one.environment}</td>
            <td>
              <code>{one.database}</code>
            </td>
            <td data-align="end">{format.number(Object.keys(one.tables).length)}</td>
            <td data-align="end">{format.number(sum(one.tables))}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  )
}
