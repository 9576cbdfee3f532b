'use client'
import { Anchor } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { Fact } from '#components/feedback/facts.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { When } from '#components/format/when.tsx'
import { RecordActs } from '#components/records/record-acts.tsx'
import { LastTest } from '#components/records/record-cells.tsx'
import { RecordDetails } from '#components/records/record-details.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { PreflightPanel } from '#features/gamelog/components/preflight-panel.tsx'
import { TlsTag } from '#features/gamelog/components/tls-tag.tsx'
import { useSourceActs } from '#features/gamelog/components/use-source-acts.ts'
import type { SourceListed } from '#features/gamelog/schema.ts'

function useFacts(source: SourceListed): Fact[] {
  const t = useTranslations('gamelog')
  const words = useTranslations('records')
  const { url, prefix, zone, resetHour, username, hasPassword, players, nicknameField } = source
  return [
    { label: t('form.url'), value: <code>{url}</code> },
    { label: 'TLS', value: <TlsTag source={source} /> },
    { label: t('form.prefix'), value: <code>{prefix}*</code> },
    { label: t('form.zone'), value: t('zoneText', { zone, hour: resetHour }) },
    { label: t('signIn'), value: username ? t(hasPassword ? 'signInSealed' : 'signInName', { name: username }) : t('signInNone') },
    ...(nicknameField ? [{ label: t('nicknameField'), value: <code>{nicknameField}</code> }] : []),
    ...(players ? [{ label: t('players'), value: t('playersText', { environment: players.environment, table: players.table, uid: players.uidColumn }) }] : []),
    { label: words('lastTest'), value: <LastTest test={source.lastTest} /> },
    { label: t('added'), value: <When at={source.createdAt} /> },
    { label: t('id'), value: <LongId value={source.id} /> },
  ]
}

type Props = { source: SourceListed; onEdit: (() => void) | undefined; onGone: () => void }

/** All that the console knows of one source, what can be done with it, and the way to its analyses and to who did what with it. */
export function SourceDetails({ source, onEdit, onGone }: Props) {
  const t = useTranslations('records')
  const words = useTranslations('gamelog')
  const may = useMay()
  const { id, name } = source
  const acts = useSourceActs(source, { onGone })
  const { test } = acts
  return (
    <RecordDetails
      acts={<RecordActs name={name} onEdit={onEdit} {...acts} />}
      result={
        <>
          {test.isError && <ProblemNote error={test.error} onRetry={() => test.mutate()} />}
          {test.data && <PreflightPanel test={test.data} />}
        </>
      }
      facts={useFacts(source)}
    >
      {may('retention.view') && (
        <Anchor component={Link} href={`/retention?source=${encodeURIComponent(name)}`} size="sm">
          {words('analyses')}
        </Anchor>
      )}
      {may('audit.view') && (
        <Anchor component={Link} href={`/audit?object=source:${id}`} size="sm">
          {t('history')}
        </Anchor>
      )}
    </RecordDetails>
  )
}
