'use client'
import { Button, Group } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

type Act = (() => void) | undefined
export type Acts = {
  name: string
  test: { isPending: boolean; mutate: () => void }
  /** Where something else is tested than a connection: how that is called, and whether it cannot be done now. */
  testAs?: { label: string; named: string; icon: ReactNode; disabled: boolean }
  /** Left out for those who may not change it; so is what follows. */
  onEdit: Act
  removal: { ask: () => void; pending: boolean; dialog?: ReactNode }
}

/** What can be done with one record of a place that the console reaches: test the connection, change it, take it away. */
export function RecordActs({ name, test, testAs, onEdit, removal, first }: Acts & { /** Before the others. */ first?: ReactNode }) {
  const t = useTranslations('records')
  return (
    <Group gap={8}>
      {first}
      <Button
        variant="default"
        size="xs"
        leftSection={testAs?.icon ?? <IconPlugConnected size={15} aria-hidden />}
        disabled={testAs?.disabled}
        loading={test.isPending}
        onClick={() => test.mutate()}
        aria-label={testAs?.named ?? t('testName', { name })}
      >
        {testAs?.label ?? t('test')}
      </Button>
      {onEdit && (
        <>
          <Button variant="default" size="xs" onClick={onEdit} aria-label={t('editName', { name })}>
            {t('edit')}
          </Button>
          <Button variant="default" size="xs" loading={removal.pending} onClick={removal.ask} aria-label={t('removeName', { name })}>
            {t('remove')}
          </Button>
        </>
      )}
      {removal.dialog}
    </Group>
  )
}
