'use client'
import { Menu } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { PopupProps } from '#components/feedback/lazy-popup.tsx'
import { useHookActs } from '#features/notices/components/use-hook-acts.tsx'
import type { Hook } from '#features/notices/schema.ts'

/** What can be done with one web hook, in its row. */
export function HookRowMenu({ hook, onEdit, target, opened, onChange }: PopupProps & { hook: Hook; onEdit: () => void }) {
  const t = useTranslations('notices')
  const words = useTranslations('records')
  const { test, removal } = useHookActs(hook, { told: true })
  return (
    <Menu position="bottom-end" width={200} opened={opened} onChange={onChange}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={!hook.active || test.isPending} onClick={() => test.mutate()}>
          {t('sendTest')}
        </Menu.Item>
        <Menu.Item onClick={onEdit}>{words('edit')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" onClick={removal.ask}>
          {words('remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
