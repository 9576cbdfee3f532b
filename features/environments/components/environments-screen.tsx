'use client'
import { IconDatabase } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { RecordScreen } from '#components/records/record-screen.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { EnvironmentCard } from '#features/environments/components/environment-card.tsx'
import { environmentsQuery } from '#features/environments/queries.ts'

const EnvironmentPanels = lazy(async () => ({ default: (await import('#features/environments/components/environment-panels.tsx')).EnvironmentPanels }))

/** The game databases. */
export function EnvironmentsScreen() {
  const t = useTranslations('environments')
  const may = useMay()
  const manages = may('environments.manage')
  const first = { firstTitle: t('first.title'), firstText: t(manages ? 'first.text' : 'first.nobody'), sample: t('first.sample') }
  return (
    <RecordScreen
      words={{ title: t('title'), lead: t('lead'), add: t('add'), ...first }}
      icon={<IconDatabase size={28} stroke={1.5} />}
      query={useQuery(environmentsQuery)}
      manages={manages}
      maySample={may('sample.load')}
      card={(environment, way) => <EnvironmentCard environment={environment} {...way} />}
      panels={(props) => <EnvironmentPanels {...props} />}
    />
  )
}
