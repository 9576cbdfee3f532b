'use client'
import { IconDatabaseSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { RecordScreen } from '#components/records/record-screen.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { SourceCard, SourceDetails } from '#features/gamelog/components/source-card.tsx'
import { SourceForm } from '#features/gamelog/components/source-form.tsx'
import { sourcesQuery } from '#features/gamelog/queries.ts'

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
      details={(source, { onEdit, onGone }) => <SourceDetails source={source} onEdit={onEdit} onGone={onGone} />}
      form={(present, onSaved) => <SourceForm key={present?.id ?? 'new'} present={present} onSaved={onSaved} />}
    />
  )
}
