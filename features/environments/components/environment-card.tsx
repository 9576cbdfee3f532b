'use client'
import { Button, Group, Stack } from '@mantine/core'
import { IconAlertTriangle, IconFlask, IconPlugConnected } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type Fact, Facts } from '#components/feedback/facts.tsx'
import { Note } from '#components/feedback/note.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { When } from '#components/format/when.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import { EnvironmentTestNote } from '#features/environments/components/environment-test-note.tsx'
import { RemoveEnvironment } from '#features/environments/components/remove-environment.tsx'
import { testEnvironment } from '#features/environments/queries.ts'
import type { Environment, EnvironmentKind } from '#features/environments/schema.ts'

/** Test or production, in a word with its sign. */
export function KindTag({ kind }: { kind: EnvironmentKind }) {
  const t = useTranslations('shell.environment.kinds')
  const Sign = kind === 'production' ? IconAlertTriangle : IconFlask
  return (
    <Tag tone={kind === 'production' ? 'red' : 'grey'} icon={<Sign size={12} />}>
      {t(kind)}
    </Tag>
  )
}

function useFacts({ address, tables, updatedAt }: Environment): Fact[] {
  const t = useTranslations('environments')
  const reach: Fact[] = address
    ? [
        { label: t('address'), value: <code>{`${address.host}:${address.port}`}</code> },
        { label: t('database'), value: <code>{address.database}</code> },
        { label: t('user'), value: address.hasPassword ? t('userSealed', { user: address.user }) : address.user },
        { label: 'TLS', value: t(`tls.${address.tls}`) },
      ]
    : []
  return [
    ...reach,
    { label: t('tables'), value: tables.length ? <code>{tables.join(', ')}</code> : t('tablesAll') },
    { label: t('changed'), value: <When at={updatedAt} /> },
  ]
}

/** One game database: what it is, whether it is the chosen one, and on demand whether it can be reached. */
export function EnvironmentCard({ environment, onEdit }: { environment: Environment; onEdit: () => void }) {
  const t = useTranslations('environments')
  const may = useMay()
  const { chosen, choose } = useEnvironment()
  const test = useMutation({ mutationFn: () => testEnvironment(environment.id) })
  const facts = useFacts(environment)
  const { name } = environment
  return (
    <Panel
      title={
        <Group gap={8} component="span">
          {name} <KindTag kind={environment.kind} />
          {chosen?.id === environment.id && <Tag tone="blue">{t('chosen')}</Tag>}
        </Group>
      }
      action={
        <Group gap={8}>
          {chosen?.id !== environment.id && (
            <Button variant="default" size="xs" onClick={() => choose(environment.id)} aria-label={t('chooseName', { name })}>
              {t('choose')}
            </Button>
          )}
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlugConnected size={15} aria-hidden />}
            loading={test.isPending}
            onClick={() => test.mutate()}
            aria-label={t('testName', { name })}
          >
            {t('test')}
          </Button>
          {may('environments.manage') && (
            <>
              <Button variant="default" size="xs" onClick={onEdit} aria-label={t('editName', { name })}>
                {t('edit')}
              </Button>
              <RemoveEnvironment environment={environment} />
            </>
          )}
        </Group>
      }
    >
      <Stack gap="sm">
        {!environment.address && <Note tone="red" title={t('sealed')} />}
        <Facts facts={facts} />
        {test.isError && <ProblemNote error={test.error} onRetry={() => test.mutate()} />}
        {test.data && <EnvironmentTestNote test={test.data} />}
      </Stack>
    </Panel>
  )
}
