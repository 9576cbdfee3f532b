import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Dates } from '#components/shell/dates.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { may } from '#core/shared/permissions.ts'
import { wallClock } from '#core/shared/zoned.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { sourcesKey } from '#features/gamelog/queries.ts'
import type { Source } from '#features/gamelog/schema.ts'
import { listSources } from '#features/gamelog/service.ts'
import { AnalysisForm } from '#features/retention/components/analysis-form.tsx'
import { valuesOf } from '#features/retention/components/form-values.ts'
import type { Preset } from '#features/retention/components/presets.ts'
import { metricsKey } from '#features/retention/metrics/queries.ts'
import { listMetrics } from '#features/retention/metrics/service.ts'
import { listDatasets } from '#features/sample/service.ts'
import { requirePrincipal } from '#server/http/page.ts'
import type { Search } from '../../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('retention'))('new') }
}

const houseZone = 'Asia/Seoul'

const wallOf = (iso: string, zone: string): string => wallClock(Date.parse(iso), zone)

/** The whole day of the newest sample that is loaded, while its source is there. */
async function samplePresets(sources: Source[]): Promise<Preset[]> {
  const t = await getTranslations('retention.form.presets')
  const dataset = (await listDatasets()).find((one) => one.documents !== null && sources.some((source) => source.name === one.source))
  if (!dataset) return []
  const zone = sources.find((source) => source.name === dataset.source)?.zone ?? houseZone
  return [{ id: 'sampleDay', label: t('sampleDay'), source: dataset.source, from: wallOf(dataset.day.from, zone), to: wallOf(dataset.day.to, zone) }]
}

export default async function NewAnalysisPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/retention/new')
  if (!may(who, 'retention.run')) return <NoPermission permission="retention.run" />
  const t = await getTranslations('retention')
  const [search, sources] = await Promise.all([searchParams, listSources(who)])
  const named = sources.find((source) => source.name === search.source) ?? (sources.length === 1 ? sources[0] : undefined)
  const zone = named?.zone ?? houseZone
  const asked: Record<string, string> = Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
  const client = new QueryClient()
  client.setQueryData(sourcesKey, { items: sources })
  await client.prefetchQuery({ queryKey: metricsKey, queryFn: () => listMetrics(who) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHeader title={t('new')} lead={t('newLead')} crumbs={[{ href: '/retention', label: t('title') }]} />
      <Dates>
        <AnalysisForm draft={valuesOf(asked, named?.name ?? '', zone)} presets={await samplePresets(sources)} edit={asked.edit} />
      </Dates>
    </HydrationBoundary>
  )
}
