'use client'
import { NativeSelect, Skeleton, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Late } from '#components/feedback/late.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import type { Mapping } from '#core/datasheets/mapping/mapping.ts'
import { TryResult } from '#features/datasheets/mapping/components/try-result.tsx'
import { mappingTryQuery } from '#features/datasheets/mapping/queries.ts'
import { gapsOf } from '#features/datasheets/mapping/view.ts'
import { uploadsQuery } from '#features/datasheets/uploads/queries.ts'
import type { Upload } from '#features/datasheets/uploads/schema.ts'
import { newestUploads } from '#features/datasheets/uploads/view.ts'
import classes from './mapping.module.css'

/** How long the mapping rests before it is tried again. */
const restMs = 600

/** Files that it can be tried on. */
export function useFiles(chosen: string | null): { files: readonly Upload[]; upload: Upload | undefined; error: Error | null } {
  const { data, error } = useQuery(uploadsQuery(newestUploads))
  const files = data?.items ?? []
  return { files, upload: files.find(({ id }) => id === chosen) ?? files[0], error }
}

type Props = {
  environment: string
  mapping: Mapping
  /** Of the database. */
  tables: readonly string[]
  files: readonly Upload[]
  upload: Upload | undefined
  sheet: string | null
  onChoose: (choice: { upload?: string; sheet: string | null }) => void
  /** Left out for those who may not change the mapping. */
  onMapping: ((mapping: Mapping) => void) | undefined
}

/** What becomes of a sheet by the mapping as it is edited, its first rows. */
export function TryPanel({ environment, mapping, tables, files, upload, sheet, onChoose, onMapping }: Props) {
  const t = useTranslations('datasheets.mapping.try')
  const tried = upload?.sheets.find(({ name }) => name === sheet) ?? upload?.sheets[0]
  if (!upload || !tried)
    return (
      <Panel title={t('title')}>
        <Text size="sm" c="dimmed">
          {t('noFile')}
        </Text>
      </Panel>
    )
  return (
    <Panel title={t('title')}>
      <div className={classes.stack}>
        <div className={classes.pair}>
          <NativeSelect
            size="xs"
            label={t('file')}
            value={upload.id}
            data={files.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => onChoose({ upload: event.currentTarget.value, sheet: null })}
          />
          <NativeSelect
            size="xs"
            label={t('sheet')}
            value={tried.name}
            data={upload.sheets.map(({ name }) => name)}
            onChange={(event) => onChoose({ sheet: event.currentTarget.value })}
          />
        </div>
        <Answer environment={environment} mapping={mapping} tables={tables} upload={upload.id} sheet={tried.name} onMapping={onMapping} />
      </div>
    </Panel>
  )
}

type AnswerProps = Pick<Props, 'environment' | 'mapping' | 'tables' | 'onMapping'> & { upload: string; sheet: string }

function Answer({ environment, mapping, tables, upload, sheet, onMapping }: AnswerProps) {
  const t = useTranslations('datasheets.mapping.try')
  const [rested] = useDebouncedValue(mapping, restMs)
  const whole = gapsOf(rested).length === 0
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    ...mappingTryQuery(environment, { upload, sheet, mapping: rested }),
    enabled: whole,
  })
  if (!whole && !data)
    return (
      <Text size="sm" c="dimmed">
        {t('incomplete')}
      </Text>
    )
  if (error && !isFetching) return <ProblemNote error={error} onRetry={() => refetch()} />
  if (!data)
    return (
      <Late>
        <Skeleton height={200} />
      </Late>
    )
  const old = isPlaceholderData || isFetching || rested !== mapping || !whole
  return (
    <section aria-label={t('answer')} aria-busy={old}>
      <Text size="xs" c="dimmed" role="status" mih={16}>
        {old && t(whole ? 'running' : 'incomplete')}
      </Text>
      <TryResult answer={data} sheet={sheet} tables={tables} mapping={mapping} onMapping={onMapping} />
    </section>
  )
}
