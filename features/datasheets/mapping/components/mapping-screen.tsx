'use client'
import { Button } from '@mantine/core'
import { IconDatabase } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { Waiting } from '#components/feedback/waiting.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { MappingEditor } from '#features/datasheets/mapping/components/mapping-editor.tsx'
import { type GoInMapping, type MappingUrl, useMappingUrl } from '#features/datasheets/mapping/components/use-mapping-url.ts'
import { mappingQueryOf } from '#features/datasheets/mapping/queries.ts'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'

/** How the sheets of an environment reach its tables. */
export function MappingScreen() {
  const t = useTranslations('datasheets')
  const [url, go] = useMappingUrl()
  const { environments, chosen } = useEnvironment()
  const environment = environments.find(({ id, name }) => id === url.environment || name === url.environment) ?? (url.environment === null ? chosen : null)
  const header = { title: t('mapping.title'), lead: t('mapping.lead'), crumbs: [{ href: '/datasheets', label: t('title') }] }
  if (!environment)
    return (
      <>
        <PageHeader {...header} />
        <StatePanel
          icon={<IconDatabase size={28} stroke={1.5} />}
          title={t('mapping.noEnvironment')}
          action={
            environments.length > 0 && (
              <Button variant="default" onClick={() => void go({ environment: null })}>
                {t('mapping.ownEnvironment')}
              </Button>
            )
          }
        >
          {t('compare.noEnvironment')}
        </StatePanel>
      </>
    )
  return <OfEnvironment key={environment.id} id={environment.id} header={header} url={url} go={go} />
}

type Header = { title: string; lead: string; crumbs: { href: string; label: string }[] }

function OfEnvironment({ id, header, url, go }: { id: string; header: Header; url: MappingUrl; go: GoInMapping }) {
  const query = useQuery(mappingQueryOf(id, url.version ?? undefined))
  const { data } = query
  const { data: latest } = useQuery({ ...mappingQueryOf(id), enabled: url.version !== null })
  if (data) return <MappingEditor key={url.version} stored={data} latest={url.version === null ? data : (latest ?? data)} header={header} url={url} go={go} />
  return (
    <>
      <PageHeader {...header} />
      <Waiting query={query} heights={[360]} />
    </>
  )
}
