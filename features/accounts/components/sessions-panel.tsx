'use client'
import { Button, Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Late } from '#components/feedback/late.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { When } from '#components/format/when.tsx'
import { endOtherSessions, endSession, sessionsKey, sessionsQuery } from '#features/accounts/queries.ts'
import type { Session } from '#features/accounts/sessions/schema.ts'
import { deviceOf } from '#features/accounts/view.ts'

/** Where this person is signed in, and how to end that elsewhere. */
export function SessionsPanel() {
  const t = useTranslations('accounts.sessions')
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(sessionsQuery)
  const others = useMutation({ mutationFn: endOtherSessions, onSettled: () => client.invalidateQueries({ queryKey: sessionsKey }) })
  const endOthers = data && data.items.length > 1 && (
    <Button variant="default" size="xs" loading={others.isPending} onClick={() => others.mutate()}>
      {t('endOthers')}
    </Button>
  )
  return (
    <Panel title={t('title')} action={endOthers} flush>
      {error && <ProblemNote error={error} onRetry={() => refetch()} />}
      {others.isError && <ProblemNote error={others.error} />}
      {!data && !error && (
        <Late>
          <Skeleton height={80} />
        </Late>
      )}
      {data && <SessionTable sessions={data.items} />}
    </Panel>
  )
}

function SessionTable({ sessions }: { sessions: Session[] }) {
  const t = useTranslations('accounts.sessions')
  return (
    <ScrollTable label={t('title')} minWidth={640}>
      <thead>
        <tr>
          {['device', 'address', 'begun', 'seen'].map((name) => (
            <th key={name}>{t(`columns.${name}`)}</th>
          ))}
          <th>{t('columns.act')}</th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </tbody>
    </ScrollTable>
  )
}

function SessionRow({ session }: { session: Session }) {
  const t = useTranslations('accounts.sessions')
  const client = useQueryClient()
  const end = useMutation({ mutationFn: () => endSession(session.id), onSettled: () => client.invalidateQueries({ queryKey: sessionsKey }) })
  const device = deviceOf(session.userAgent)
  return (
    <tr>
      <td data-strong>{device ?? <Unknown reason={t('unknownDevice')} />}</td>
      <td>{session.ip ? <code>{session.ip}</code> : <Unknown reason={t('unknownAddress')} />}</td>
      <td>
        <When at={session.createdAt} />
      </td>
      <td>
        <When at={session.seenAt} />
      </td>
      <td>
        {session.current ? (
          <Tag tone="green">{t('current')}</Tag>
        ) : (
          <Button
            variant="default"
            size="xs"
            loading={end.isPending}
            onClick={() => end.mutate()}
            aria-label={t('endName', { device: device ?? session.ip ?? '' })}
          >
            {t('end')}
          </Button>
        )}
        {end.isError && <ProblemNote error={end.error} />}
      </td>
    </tr>
  )
}
