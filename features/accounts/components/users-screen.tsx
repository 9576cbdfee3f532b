'use client'
import { Button, Stack } from '@mantine/core'
import { IconPlus, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy, useMemo, useState } from 'react'
import { column } from '#components/data-table/columns.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { useListUrl } from '#components/data-table/list-url.ts'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { Tag, type Tone } from '#components/feedback/tag.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { When } from '#components/format/when.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { DemandPanel } from '#features/accounts/components/demand-panel.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { RoleMatrix } from '#features/accounts/components/role-matrix.tsx'
import { UserActions } from '#features/accounts/components/user-actions.tsx'
import { UserFilters, userFilterNames } from '#features/accounts/components/user-filters.tsx'
import type { Person, PersonState } from '#features/accounts/people/schema.ts'
import { usersExportPath, usersQuery } from '#features/accounts/queries.ts'
import { filterOf } from '#features/accounts/view.ts'

const InviteDialog = lazy(async () => ({ default: (await import('#features/accounts/components/invite-dialog.tsx')).InviteDialog }))

const tones: Record<PersonState, Tone> = { active: 'green', invited: 'blue', disabled: 'grey' }

function useColumns() {
  const t = useTranslations('accounts.users')
  const roles = useTranslations('accounts.denied.roles')
  const may = useMay()
  const manages = may('users.manage')
  return useMemo(
    () => [
      column<Person>('name', { label: t('columns.name'), sort: 'name' }, (person) => person.name, { fixed: true }),
      column<Person>('email', { label: t('columns.email'), sort: 'email' }, (person) => person.email),
      column<Person>('role', { label: t('columns.role'), sort: 'role' }, (person) => roles(person.role)),
      column<Person>('state', { label: t('columns.state') }, (person) => <Tag tone={tones[person.state]}>{t(`states.${person.state}`)}</Tag>),
      column<Person>('secondFactor', { label: t('columns.secondFactor') }, (person) => t(person.secondFactor ? 'yes' : 'no')),
      column<Person>('sessions', { label: t('columns.sessions'), align: 'end', help: t('columns.sessionsHelp') }, (person) => person.sessions),
      column<Person>('seenAt', { label: t('columns.seen'), sort: 'seenAt' }, (person) =>
        person.seenAt ? <When at={person.seenAt} /> : <Unknown reason={t('neverSeen')} />,
      ),
      column<Person>('createdAt', { label: t('columns.created'), sort: 'createdAt' }, (person) => <When at={person.createdAt} />),
      ...(manages ? [column<Person>('acts', { label: t('columns.acts') }, (person) => <UserActions person={person} />, { fixed: true })] : []),
    ],
    [t, roles, manages],
  )
}

/** Who may use the console, and what each role may do. */
export function UsersScreen() {
  const t = useTranslations('accounts.users')
  const may = useMay()
  const url = useListUrl(userFilterNames)
  const [inviting, setInviting] = useState(false)
  const filter = filterOf(url)
  const query = useQuery(usersQuery(filter))
  const columns = useColumns()
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')}>
        {may('users.manage') && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setInviting(true)}>
            {t('invite')}
          </Button>
        )}
      </PageHeader>
      <Stack gap="xl">
        <DataTable
          id="users"
          label={t('title')}
          columns={columns}
          rowId={(person) => person.id}
          query={query}
          url={url}
          filters={<UserFilters url={url} />}
          exportOf={{ path: usersExportPath, query: filter }}
          firstUse={<StatePanel icon={<IconUsers size={28} stroke={1.5} />} title={t('none')} />}
        />
        {may('users.manage') && <DemandPanel />}
        <RoleMatrix />
      </Stack>
      <WhenOpened opened={inviting}>{(opened) => <InviteDialog opened={opened} onClose={() => setInviting(false)} />}</WhenOpened>
    </>
  )
}
