'use client'
import { Skeleton } from '@mantine/core'
import { IconDatabase } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryStates } from 'nuqs'
import { lazy, Suspense } from 'react'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { ChoiceBar, ChoiceField } from '#features/datasheets/components/choice-bar.tsx'
import { PastExports } from '#features/datasheets/exports/components/past-exports.tsx'
import { tableCountsOf } from '#features/datasheets/exports/queries.ts'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import { useEnvironmentOptions } from '#features/environments/components/use-environment-options.ts'
import classes from './export.module.css'

const ExportTables = lazy(async () => ({ default: (await import('#features/datasheets/exports/components/export-tables.tsx')).ExportTables }))
const address = { environment: parseAsString, beside: parseAsString }

/** The tables of the source with their rows; then what of them is written to a file. */
function Tables({ environment, beside }: { environment: string; beside: string | undefined }) {
  const { data, error, refetch } = useQuery(tableCountsOf(environment, beside))
  if (error && !data) return <ProblemNote error={error} onRetry={() => refetch()} />
  if (!data) return <Skeleton height={240} />
  return (
    <Suspense fallback={<Skeleton height={240} />}>
      <ExportTables key={data.environment.id} counts={data} />
    </Suspense>
  )
}

/** Writes tables of a game database to a file that can be imported again. */
export function ExportScreen() {
  const t = useTranslations('datasheets.exports')
  const options = useEnvironmentOptions()
  const { environments, chosen } = useEnvironment()
  const [asked, go] = useQueryStates(address, { history: 'replace' })
  const named = (text: string | null) => environments.find(({ id, name }) => id === text || name === text)
  const source = named(asked.environment) ?? chosen ?? environments[0]
  const other = named(asked.beside)
  const beside = other && other.id !== source?.id ? other : undefined
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      {source ? (
        <>
          <ChoiceBar>
            <ChoiceField label={t('source')} value={source.id} options={options} onChange={(id) => void go({ environment: id })} />
            <ChoiceField
              label={t('beside')}
              value={beside?.id ?? ''}
              options={[{ value: '', label: t('besideNone') }, ...options.filter(({ value }) => value !== source.id)]}
              onChange={(id) => void go({ beside: id || null })}
            />
          </ChoiceBar>
          <div className={classes.parts}>
            <Tables environment={source.id} beside={beside?.id} />
            <PastExports />
          </div>
        </>
      ) : (
        <StatePanel icon={<IconDatabase size={28} stroke={1.5} />} title={t('noEnvironmentTitle')}>
          {t('noEnvironmentText')}
        </StatePanel>
      )}
    </>
  )
}
