'use client'
import { Button, NativeSelect } from '@mantine/core'
import { IconGitCompare } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useCompare } from '#features/datasheets/plans/components/use-compare.ts'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import { useEnvironmentOptions } from '#features/environments/components/use-environment-options.ts'
import classes from './plans.module.css'

/** Compares files with a game database. Choosing another one chooses it for the whole console: the band on top says what is reached. */
export function CompareBar({ uploads }: { uploads: readonly { id: string }[] }) {
  const t = useTranslations('datasheets.compare')
  const { chosen, choose } = useEnvironment()
  const options = useEnvironmentOptions()
  const compare = useCompare()
  if (!chosen) return <span>{t('noEnvironment')}</span>
  return (
    <>
      <span className={classes.compare}>
        <NativeSelect
          size="xs"
          aria-label={t('environment')}
          value={chosen.id}
          data={options}
          onChange={(event) => choose(event.currentTarget.value)}
          data-kind={chosen.kind}
          classNames={{ input: classes.environmentInput ?? '' }}
        />
        <Button
          size="xs"
          color={chosen.kind === 'production' ? 'red' : undefined}
          leftSection={<IconGitCompare size={15} aria-hidden />}
          loading={compare.isPending || compare.isSuccess}
          onClick={() => compare.mutate({ environment: chosen.id, uploads: uploads.map(({ id }) => id) })}
        >
          {t('submit', { count: uploads.length, environment: chosen.name })}
        </Button>
      </span>
      {compare.isError && <ProblemNote error={compare.error} />}
    </>
  )
}
