'use client'
import { IconDatabaseSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { RecordScreen } from '#components/records/record-screen.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { SourceCard } from '#features/gamelog/components/source-card.tsx'
import { sourcesQuery } from '#features/gamelog/queries.ts'

const SourcePanels = lazy(async () => ({ default: (await import('#features/gamelog/components/source-panels.tsx')).SourcePanels }))

/** Where the console reads game logs from. */
export function SourcesScreen() {
  const t = useTranslations('gamelog')
  const may = useMay()
  const manages = may('sources.manage')
  const first = { firstTitle: t('first.title'), firstText: t(manages ? 'first.text' : 'first.nobody'), sample: t('first.sample') }
  return (
    <RecordScreen
      words={{ title: t('title'), lead: t('lead'), add: t('add'), ...first }}
      icon={<IconDatabaseSearch size={28} stroke={1.5} />}
      query={useQuery(sourcesQuery)}
      manages={manages}
      maySample={may('sample.load')}
      card={(source, way) => <SourceCard source={source} {...way} />}
      panels={(props) => <SourcePanels {...props} />}
    />
  )
}
