'use client'
import { Button } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy, useMemo, useState } from 'react'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { column } from '#components/data-table/columns.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { listFilterOf } from '#components/data-table/list-filter.ts'
import { type ListUrl, useListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { askFirst, notify } from '#components/feedback/overlays.tsx'
import { useProblemText } from '#components/feedback/problem-note.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { When } from '#components/format/when.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { revokeToken, tokensExportPath, tokensKey, tokensQuery } from '#features/accounts/queries.ts'
import type { Token } from '#features/accounts/schema.ts'
import { tokenFilterNames, tokenStates } from '#features/accounts/view.ts'

const TokenDialog = lazy(async () => ({ default: (await import('#features/accounts/components/token-dialog.tsx')).TokenDialog }))

function useColumns() {
  const t = useTranslations('accounts.tokens')
  return useMemo(
    () => [
      column<Token>('name', { label: t('columns.name'), sort: 'name' }, (token) => token.name, { fixed: true }),
      column<Token>('token', { label: t('columns.token') }, (token) => <code>qd_…{token.hint}</code>),
      column<Token>('scopes', { label: t('columns.scopes') }, (token) => token.scopes.map((scope) => (scope === 'all' ? t('all') : scope)).join(', ')),
      column<Token>('createdAt', { label: t('columns.created'), sort: 'createdAt' }, (token) => <When at={token.createdAt} />),
      column<Token>('lastUsedAt', { label: t('columns.used'), sort: 'lastUsedAt' }, (token) =>
        token.lastUsedAt ? <When at={token.lastUsedAt} /> : <Unknown reason={t('neverUsed')} />,
      ),
      column<Token>('state', { label: t('columns.state') }, (token) =>
        token.revokedAt ? <Tag tone="grey">{t('states.revoked')}</Tag> : <RevokeButton token={token} />,
      ),
    ],
    [t],
  )
}

/** The person's own API tokens. */
export function TokensScreen() {
  const t = useTranslations('accounts.tokens')
  const url = useListUrl(tokenFilterNames)
  const filter = listFilterOf(url)
  const query = useQuery(tokensQuery(filter))
  const columns = useColumns()
  const [creating, setCreating] = useState(false)
  const none = query.data?.total === 0 && !url.filtered
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {t('create')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')}>
        {!none && create}
      </PageHeader>
      <DataTable
        id="tokens"
        label={t('title')}
        columns={columns}
        rowId={(token) => token.id}
        query={query}
        url={url}
        filters={<TokenFilters url={url} />}
        exportOf={{ path: tokensExportPath, query: filter }}
        firstUse={
          <StatePanel icon={<IconKey size={28} stroke={1.5} />} title={t('first.title')} action={create}>
            {t('first.text')}
          </StatePanel>
        }
      />
      <WhenOpened opened={creating}>{(opened) => <TokenDialog opened={opened} onClose={() => setCreating(false)} />}</WhenOpened>
    </>
  )
}

function TokenFilters({ url: { filters, setFilters } }: { url: ListUrl<(typeof tokenFilterNames)[number]> }) {
  const t = useTranslations('accounts.tokens')
  return (
    <>
      <SearchFilter main label={t('search')} placeholder={t('columns.name')} value={filters.q} onChange={(q) => setFilters({ q })} />
      <ChoiceFilter
        label={t('columns.state')}
        value={filters.state}
        onChange={(state) => setFilters({ state })}
        options={tokenStates.map((state) => ({ value: state, label: t(`states.${state}`) }))}
      />
    </>
  )
}

function RevokeButton({ token }: { token: Token }) {
  const t = useTranslations('accounts.tokens')
  const client = useQueryClient()
  const problem = useProblemText()
  const revoke = useMutation({
    mutationFn: () => revokeToken(token.id),
    onError: (error) => notify({ color: 'red', autoClose: false, title: problem(error).title, message: problem(error).detail }),
    onSettled: () => client.invalidateQueries({ queryKey: tokensKey }),
  })
  const ask = () =>
    askFirst({
      title: t('revokeTitle', { name: token.name }),
      text: t('revokeText'),
      confirm: t('revokeConfirm'),
      cancel: t('keep'),
      onConfirm: () => revoke.mutate(),
    })
  return (
    <Button variant="default" size="xs" loading={revoke.isPending} onClick={ask} aria-label={t('revokeName', { name: token.name })}>
      {t('revoke')}
    </Button>
  )
}
