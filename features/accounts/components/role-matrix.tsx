'use client'
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
        <thead>
          <tr>
            <th>{t('permission')}</th>
            {roles.map((role) => (
              <th key={role} data-align="center">
                {names(role)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissions.map((permission) => (
            <tr key={permission}>
              <th scope="row">
                {words(permission)} <code>{permission}</code>
              </th>
              {roles.map((role) => (
                <td key={role} data-align="center">
                  <Cell role={role} permission={permission} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
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
