'use client'
import { Menu } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { PopupProps } from '#components/feedback/lazy-popup.tsx'
import type { Acts } from '#components/records/record-acts.tsx'

/** The same acts in the menu of a row. */
export function RecordMenu({ target, opened, onChange, test, testAs, onEdit, removal, first }: PopupProps & Omit<Acts, 'name'> & { first?: ReactNode }) {
  const t = useTranslations('records')
  return (
    <>
      <Menu position="bottom-end" width={200} opened={opened} onChange={onChange}>
        <Menu.Target>{target}</Menu.Target>
        <Menu.Dropdown>
          {first}
          <Menu.Item disabled={test.isPending || testAs?.disabled} onClick={() => test.mutate()}>
            {testAs?.label ?? t('test')}
          </Menu.Item>
          {onEdit && (
            <>
              <Menu.Item onClick={onEdit}>{t('edit')}</Menu.Item>
              <Menu.Divider />
              <Menu.Item color="red" onClick={removal.ask}>
                {t('remove')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {removal.dialog}
    </>
  )
}
