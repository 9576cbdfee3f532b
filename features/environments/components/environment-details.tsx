'use client'
import { Anchor, Button } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { Fact } from '#components/feedback/facts.tsx'
import { Note } from '#components/feedback/note.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { When } from '#components/format/when.tsx'
import { RecordActs } from '#components/records/record-acts.tsx'
import { LastTest } from '#components/records/record-cells.tsx'
import { RecordDetails } from '#components/records/record-details.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import { EnvironmentTestNote } from '#features/environments/components/environment-test-note.tsx'
import { KindTag } from '#features/environments/components/kind-tag.tsx'
import { useEnvironmentActs } from '#features/environments/components/use-environment-acts.tsx'
import type { EnvironmentListed } from '#features/environments/schema.ts'
import { placeOf } from '#features/environments/view.ts'

function useFacts({ address, tables, lastTest, createdAt, updatedAt, id }: EnvironmentListed): Fact[] {
  const t = useTranslations('environments')
  const words = useTranslations('records')
  const reach: Fact[] = address
    ? [
        { label: t('address'), value: <code>{placeOf(address)}</code> },
        { label: t('user'), value: address.hasPassword ? t('userSealed', { user: address.user }) : address.user },
        { label: 'TLS', value: t(`tls.${address.tls}`) },
      ]
    : []
  return [
    ...reach,
    { label: t('tables'), value: tables.length ? <code>{tables.join(', ')}</code> : t('tablesAll') },
    { label: words('lastTest'), value: <LastTest test={lastTest} /> },
    { label: t('changed'), value: <When at={updatedAt} /> },
    { label: t('added'), value: <When at={createdAt} /> },
    { label: t('id'), value: <LongId value={id} /> },
  ]
}

type Props = { environment: EnvironmentListed; onEdit: (() => void) | undefined; onGone: () => void }

/** All that the console knows of one game database, what can be done with it, and the way to who did what with it. */
export function EnvironmentDetails({ environment, onEdit, onGone }: Props) {
  const t = useTranslations('environments')
  const words = useTranslations('records')
  const may = useMay()
  const { chosen, choose } = useEnvironment()
  const { id, name, kind, address } = environment
  const acts = useEnvironmentActs(environment, { onGone })
  const { test } = acts
  const isChosen = chosen?.id === id
  const first = !isChosen && (
    <Button variant="default" size="xs" onClick={() => choose(id)} aria-label={t('chooseName', { name })}>
      {t('choose')}
    </Button>
  )
  return (
    <RecordDetails
      tags={
        <>
          <KindTag kind={kind} />
          {isChosen && <Tag tone="blue">{t('chosen')}</Tag>}
        </>
      }
      acts={<RecordActs name={name} onEdit={onEdit} first={first} {...acts} />}
      result={
        <>
          {!address && <Note tone="red" title={t('sealed')} />}
          {test.isError && <ProblemNote error={test.error} onRetry={() => test.mutate()} />}
          {test.data && <EnvironmentTestNote test={test.data} />}
        </>
      }
      facts={useFacts(environment)}
    >
      {may('audit.view') && (
        <Anchor component={Link} href={`/audit?object=environment:${id}`} size="sm">
          {words('history')}
        </Anchor>
      )}
    </RecordDetails>
  )
}
