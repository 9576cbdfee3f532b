'use client'
import { Table } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { Panel } from '#components/feedback/panel.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { type Permission, permissions, type Role, reachOf, roles } from '#core/shared/permissions.ts'

/** The table of permissions as it is enforced. */
export function RoleMatrix() {
  const t = useTranslations('accounts.matrix')
  const names = useTranslations('accounts.denied.roles')
  const words = useTranslations('accounts.tokens.scopes')
  return (
    <Panel title={t('title')} flush>
      <ScrollTable label={t('title')} minWidth={860}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('permission')}</Table.Th>
            {roles.map((role) => (
              <Table.Th key={role} ta="center">
                {names(role)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {permissions.map((permission) => (
            <Table.Tr key={permission}>
              <Table.Th scope="row" fw={400}>
                {words(permission)} <code>{permission}</code>
              </Table.Th>
              {roles.map((role) => (
                <Table.Td key={role} ta="center">
                  <Cell role={role} permission={permission} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </Panel>
  )
}

function Cell({ role, permission }: { role: Role; permission: Permission }) {
  const t = useTranslations('accounts.matrix')
  const reach = reachOf(role, permission)
  if (reach === 'test') return <Tag tone="blue">{t('test')}</Tag>
  return reach ? <IconCheck size={16} role="img" aria-label={t('yes')} /> : <span aria-label={t('no')} role="img" />
}
