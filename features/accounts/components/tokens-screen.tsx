'use client'
import { Button, Skeleton, Text } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy, useState } from 'react'
import { Late } from '#components/feedback/late.tsx'
import { askFirst } from '#components/feedback/overlays.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { When } from '#components/format/when.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { revokeToken, tokensKey, tokensQuery } from '#features/accounts/queries.ts'
import type { Token } from '#features/accounts/schema.ts'

const TokenDialog = lazy(async () => ({ default: (await import('#features/accounts/components/token-dialog.tsx')).TokenDialog }))

/** The person's own API tokens. */
export function TokensScreen() {
  const t = useTranslations('accounts.tokens')
  const [creating, setCreating] = useState(false)
  const { data, error, refetch } = useQuery(tokensQuery)
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {t('create')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')}>
        {data && data.items.length > 0 && create}
      </PageHeader>
      {error && <ProblemNote error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <Late>
          <Skeleton height={160} />
        </Late>
      )}
      {data?.items.length === 0 && (
        <StatePanel icon={<IconKey size={28} stroke={1.5} />} title={t('first.title')} action={create}>
          {t('first.text')}
        </StatePanel>
      )}
      {data && data.items.length > 0 && <TokenTable tokens={data.items} />}
      <WhenOpened opened={creating}>{(opened) => <TokenDialog opened={opened} onClose={() => setCreating(false)} />}</WhenOpened>
    </>
  )
}

function TokenTable({ tokens }: { tokens: Token[] }) {
  const t = useTranslations('accounts.tokens')
  return (
    <Panel flush>
      <ScrollTable label={t('title')} minWidth={720}>
        <thead>
          <tr>
            {['name', 'token', 'scopes', 'created', 'used', 'state'].map((name) => (
              <th key={name}>{t(`columns.${name}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </tbody>
      </ScrollTable>
    </Panel>
  )
}

function TokenRow({ token }: { token: Token }) {
  const t = useTranslations('accounts.tokens')
  return (
    <tr>
      <td data-strong>{token.name}</td>
      <td>
        <code>qd_…{token.hint}</code>
      </td>
      <td>{token.scopes.map((scope) => (scope === 'all' ? t('all') : scope)).join(', ')}</td>
      <td>
        <When at={token.createdAt} />
      </td>
      <td>{token.lastUsedAt ? <When at={token.lastUsedAt} /> : <Unknown reason={t('neverUsed')} />}</td>
      <td>{token.revokedAt ? <Tag tone="grey">{t('revoked')}</Tag> : <RevokeButton token={token} />}</td>
    </tr>
  )
}

function RevokeButton({ token }: { token: Token }) {
  const t = useTranslations('accounts.tokens')
  const client = useQueryClient()
  const revoke = useMutation({ mutationFn: () => revokeToken(token.id), onSettled: () => client.invalidateQueries({ queryKey: tokensKey }) })
  const ask = () =>
    askFirst({
      title: t('revokeTitle', { name: token.name }),
      children: <Text size="sm">{t('revokeText')}</Text>,
      labels: { confirm: t('revokeConfirm'), cancel: t('keep') },
      confirmProps: { color: 'red' },
      onConfirm: () => revoke.mutate(),
    })
  return (
    <>
      <Button variant="default" size="xs" loading={revoke.isPending} onClick={ask} aria-label={t('revokeName', { name: token.name })}>
        {t('revoke')}
      </Button>
      {revoke.isError && <ProblemNote error={revoke.error} />}
    </>
  )
}
