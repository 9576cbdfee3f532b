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
import type { Preset } from '#features/retention/components/presets.ts'
import { listDatasets } from '#features/sample/service.ts'
import { requirePrincipal } from '#server/http/page.ts'
import type { Search } from '../../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('retention'))('new') }
}

const houseZone = 'Asia/Seoul'

/** An instant of the address as a wall clock of the zone; empty for anything else. */
function wallOf(value: string | string[] | undefined, zone: string): string {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? '' : wallClock(ms, zone)
}

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
  const client = new QueryClient()
  client.setQueryData(sourcesKey, { items: sources })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <div style={{ maxWidth: 720 }}>
        <PageHeader title={t('new')} lead={t('newLead')} crumbs={[{ href: '/retention', label: t('title') }]} />
        <Dates>
          <AnalysisForm
            draft={{ source: named?.name ?? '', from: wallOf(search.from, zone), to: wallOf(search.to, zone) }}
            presets={await samplePresets(sources)}
          />
        </Dates>
      </div>
    </HydrationBoundary>
  )
}
