'use client'
import { Anchor } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { Fact } from '#components/feedback/facts.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { When } from '#components/format/when.tsx'
import { RecordActs } from '#components/records/record-acts.tsx'
import { RecordCard, RecordDetails, type RecordParts } from '#components/records/record-card.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { PreflightPanel } from '#features/gamelog/components/preflight-panel.tsx'
import { RemoveSource } from '#features/gamelog/components/remove-source.tsx'
import { testSource } from '#features/gamelog/queries.ts'
import type { Source } from '#features/gamelog/schema.ts'

type Props = { source: Source; onEdit: (() => void) | undefined; onGone: () => void }

/** The few facts of a card: where the logs are. */
function useSummary({ url, prefix, zone, resetHour }: Source): Fact[] {
  const t = useTranslations('gamelog')
  return [
    { label: t('form.url'), value: <code>{url}</code> },
    { label: t('form.prefix'), value: <code>{prefix}*</code> },
    { label: t('form.zone'), value: t('zoneText', { zone, hour: resetHour }) },
  ]
}

function useFacts(source: Source): Fact[] {
  const t = useTranslations('gamelog')
  const { players, nicknameField } = source
  return [
    ...useSummary(source),
    { label: t('signIn'), value: source.username ? t(source.hasPassword ? 'signInSealed' : 'signInName', { name: source.username }) : t('signInNone') },
    ...(nicknameField ? [{ label: t('nicknameField'), value: <code>{nicknameField}</code> }] : []),
    ...(players ? [{ label: t('players'), value: t('playersText', { environment: players.environment, table: players.table, uid: players.uidColumn }) }] : []),
    ...(source.insecureTls ? [{ label: 'TLS', value: t('insecure') }] : []),
    { label: t('added'), value: <When at={source.createdAt} /> },
    { label: t('id'), value: <LongId value={source.id} /> },
  ]
}

function useParts({ source, onEdit, onGone }: Props): RecordParts {
  const test = useMutation({ mutationFn: () => testSource(source.id) })
  const { name } = source
  return {
    name,
    acts: <RecordActs name={name} test={test} onEdit={onEdit} remove={<RemoveSource source={source} onGone={onGone} />} />,
    result: (
      <>
        {test.isError && <ProblemNote error={test.error} onRetry={() => test.mutate()} />}
        {test.data && <PreflightPanel test={test.data} />}
      </>
    ),
  }
}

/** One source with what it is and, on demand, what is in it. */
export function SourceCard({ onOpen, ...props }: Props & { onOpen: () => void }) {
  return <RecordCard {...useParts(props)} facts={useSummary(props.source)} onOpen={onOpen} />
}

/** All that the console knows of it, and the way to its analyses and to who did what with it. */
export function SourceDetails(props: Props) {
  const t = useTranslations('records')
  const words = useTranslations('gamelog')
  const may = useMay()
  const { id, name } = props.source
  return (
    <RecordDetails {...useParts(props)} facts={useFacts(props.source)}>
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
