'use client'
import { IconHistory } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryStates } from 'nuqs'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { HistoryForm } from '#features/datasheets/history/components/history-form.tsx'
import { HistoryTimeline } from '#features/datasheets/history/components/history-timeline.tsx'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'

const address = { environment: parseAsString, table: parseAsString, key: parseAsString, column: parseAsString }

/** Who changed a table, a row or a cell through the console. */
export function HistoryScreen() {
  const t = useTranslations('datasheets.history')
  const { environments, chosen } = useEnvironment()
  const [{ environment, table, key, column }, go] = useQueryStates(address, { history: 'replace' })
  const named = environments.find(({ id, name }) => id === environment || name === environment)
  const id = (named ?? chosen)?.id
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      {id === undefined ? (
        <StatePanel icon={<IconHistory size={28} stroke={1.5} />} title={t('noEnvironment')}>
          {t('noEnvironmentText')}
        </StatePanel>
      ) : (
        <>
          <HistoryForm wish={{ environment: id, table, key, column }} onChange={(wish) => void go({ environment: id, ...wish })} />
          {table ? (
            <HistoryTimeline asked={{ environment: id, table, ...(key === null ? {} : { key }), ...(column === null ? {} : { column }) }} />
          ) : (
            <StatePanel icon={<IconHistory size={28} stroke={1.5} />} title={t('firstTitle')}>
              {t('firstText')}
            </StatePanel>
          )}
        </>
      )}
    </>
  )
}
