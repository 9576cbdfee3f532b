'use client'
import { IconDatabase } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { RecordScreen } from '#components/records/record-screen.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { EnvironmentCard, EnvironmentDetails } from '#features/environments/components/environment-card.tsx'
import { EnvironmentForm } from '#features/environments/components/environment-form.tsx'
import { environmentsQuery } from '#features/environments/queries.ts'

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
      details={(environment, { onEdit, onGone }) => <EnvironmentDetails environment={environment} onEdit={onEdit} onGone={onGone} />}
      form={(present, onSaved) => <EnvironmentForm key={present?.id ?? 'new'} present={present} onSaved={onSaved} />}
    />
  )
}
