'use client'
import { Button, Drawer, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Late } from '#components/feedback/late.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { When } from '#components/format/when.tsx'
import { mappingVersionsQuery } from '#features/datasheets/mapping/queries.ts'
import classes from './mapping.module.css'

type Props = { environment: string; opened: boolean; onClose: () => void; onView: (version: number) => void }

/** Every version with who made it and when. */
export function VersionsDrawer({ environment, opened, onClose, onView }: Props) {
  const t = useTranslations('datasheets.mapping.versions')
  const { data, error, refetch } = useQuery({ ...mappingVersionsQuery(environment), enabled: opened })
  return (
    <Drawer opened={opened} onClose={onClose} title={t('title')} size="md">
      {error && <ProblemNote error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <Late>
          <Skeleton height={160} />
        </Late>
      )}
      {data?.items.length === 0 && <p>{t('none')}</p>}
      <ol className={classes.versions}>
        {data?.items.map(({ version, author, createdAt, tables }) => (
          <li key={version}>
            <span>
              <strong>{t('version', { version })}</strong> · {author ?? t('nobody')}
              {createdAt && (
                <>
                  {' '}
                  · <When at={createdAt} />
                </>
              )}{' '}
              · {t('tables', { count: tables })}
            </span>
            <Button size="compact-xs" variant="default" onClick={() => onView(version)} aria-label={t('viewName', { version })}>
              {t('view')}
            </Button>
          </li>
        ))}
      </ol>
    </Drawer>
  )
}
