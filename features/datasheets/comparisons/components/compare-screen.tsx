'use client'
import { ActionIcon, Skeleton } from '@mantine/core'
import { IconArrowsExchange, IconDatabase } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryStates } from 'nuqs'
import { lazy, Suspense } from 'react'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { otherThan } from '#features/datasheets/comparisons/view.ts'
import { ChoiceBar, ChoiceField } from '#features/datasheets/components/choice-bar.tsx'
import { gameSchemaQuery } from '#features/datasheets/mapping/queries.ts'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import { useEnvironmentOptions } from '#features/environments/components/use-environment-options.ts'

const CompareTables = lazy(async () => ({ default: (await import('#features/datasheets/comparisons/components/compare-tables.tsx')).CompareTables }))
const address = { from: parseAsString, to: parseAsString }

/** Both databases as they describe themselves; then what is compared of them. */
function Databases({ from, to }: { from: string; to: string }) {
  const [source, target] = [useQuery(gameSchemaQuery(from)), useQuery(gameSchemaQuery(to))]
  const failed = [source, target].find(({ error }) => error)
  if (failed) return <ProblemNote error={failed.error} onRetry={() => failed.refetch()} />
  if (!source.data || !target.data) return <Skeleton height={240} />
  return (
    <Suspense fallback={<Skeleton height={240} />}>
      <CompareTables from={source.data} to={target.data} />
    </Suspense>
  )
}

/** Compares the databases of two environments: what the one has becomes a plan for the other. */
export function CompareScreen() {
  const t = useTranslations('datasheets.comparisons')
  const options = useEnvironmentOptions()
  const { environments, chosen } = useEnvironment()
  const [asked, go] = useQueryStates(address, { history: 'replace' })
  const named = (text: string | null) => environments.find(({ id, name }) => id === text || name === text)
  const to = named(asked.to) ?? chosen
  const from = named(asked.from) ?? otherThan(to, environments)
  if (!from || !to)
    return (
      <>
        <PageHeader title={t('title')} lead={t('lead')} />
        <StatePanel icon={<IconDatabase size={28} stroke={1.5} />} title={t('tooFewTitle')}>
          {t('tooFewText')}
        </StatePanel>
      </>
    )
  const side = (name: 'from' | 'to', value: string) => (
    <ChoiceField label={t(name)} value={value} options={options} onChange={(id) => void go({ from: from.id, to: to.id, [name]: id })} />
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <ChoiceBar>
        {side('from', from.id)}
        <ActionIcon size={36} variant="default" aria-label={t('swap')} onClick={() => void go({ from: to.id, to: from.id })}>
          <IconArrowsExchange size={16} stroke={1.6} />
        </ActionIcon>
        {side('to', to.id)}
      </ChoiceBar>
      {from.id === to.id ? (
        <StatePanel icon={<IconDatabase size={28} stroke={1.5} />} title={t('sameTitle')}>
          {t('sameText')}
        </StatePanel>
      ) : (
        <Databases key={`${from.id} ${to.id}`} from={from.id} to={to.id} />
      )}
    </>
  )
}
