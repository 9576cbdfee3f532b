'use client'
import { Anchor, Button } from '@mantine/core'
import { IconAlertTriangle, IconFlask } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { Fact } from '#components/feedback/facts.tsx'
import { Note } from '#components/feedback/note.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { When } from '#components/format/when.tsx'
import { RecordActs } from '#components/records/record-acts.tsx'
import { RecordCard, RecordDetails, type RecordParts } from '#components/records/record-card.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import { EnvironmentTestNote } from '#features/environments/components/environment-test-note.tsx'
import { RemoveEnvironment } from '#features/environments/components/remove-environment.tsx'
import { testEnvironment } from '#features/environments/queries.ts'
import type { Environment, EnvironmentKind } from '#features/environments/schema.ts'

type Props = { environment: Environment; onEdit: (() => void) | undefined; onGone: () => void }

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

/** The few facts of a card: where it is, and what may be touched there. */
function useSummary({ address, tables }: Environment): Fact[] {
  const t = useTranslations('environments')
  const where = address ? [{ label: t('address'), value: <code>{`${address.host}:${address.port}/${address.database}`}</code> }] : []
  return [...where, { label: t('tables'), value: tables.length ? <code>{tables.join(', ')}</code> : t('tablesAll') }]
}

function useFacts(environment: Environment): Fact[] {
  const t = useTranslations('environments')
  const { address } = environment
  const reach: Fact[] = address
    ? [
        { label: t('user'), value: address.hasPassword ? t('userSealed', { user: address.user }) : address.user },
        { label: 'TLS', value: t(`tls.${address.tls}`) },
      ]
    : []
  return [
    ...useSummary(environment),
    ...reach,
    { label: t('changed'), value: <When at={environment.updatedAt} /> },
    { label: t('added'), value: <When at={environment.createdAt} /> },
    { label: t('id'), value: <LongId value={environment.id} /> },
  ]
}

function useParts({ environment, onEdit, onGone }: Props): RecordParts {
  const t = useTranslations('environments')
  const { chosen, choose } = useEnvironment()
  const { id, name, kind, address } = environment
  const test = useMutation({ mutationFn: () => testEnvironment(id) })
  const isChosen = chosen?.id === id
  const first = !isChosen && (
    <Button variant="default" size="xs" onClick={() => choose(id)} aria-label={t('chooseName', { name })}>
      {t('choose')}
    </Button>
  )
  return {
    name,
    tags: (
      <>
        <KindTag kind={kind} />
        {isChosen && <Tag tone="blue">{t('chosen')}</Tag>}
      </>
    ),
    acts: <RecordActs name={name} test={test} onEdit={onEdit} first={first} remove={<RemoveEnvironment environment={environment} onGone={onGone} />} />,
    result: (
      <>
        {!address && <Note tone="red" title={t('sealed')} />}
        {test.isError && <ProblemNote error={test.error} onRetry={() => test.mutate()} />}
        {test.data && <EnvironmentTestNote test={test.data} />}
      </>
    ),
  }
}

/** One game database: what it is, whether it is the chosen one, and on demand whether it can be reached. */
export function EnvironmentCard({ onOpen, ...props }: Props & { onOpen: () => void }) {
  return <RecordCard {...useParts(props)} facts={useSummary(props.environment)} onOpen={onOpen} />
}

/** All that the console knows of it, and the way to who did what with it. */
export function EnvironmentDetails(props: Props) {
  const t = useTranslations('records')
  const may = useMay()
  return (
    <RecordDetails {...useParts(props)} facts={useFacts(props.environment)}>
      {may('audit.view') && (
        <Anchor component={Link} href={`/audit?object=environment:${props.environment.id}`} size="sm">
          {t('history')}
        </Anchor>
      )}
    </RecordDetails>
  )
}
