'use client'
import { Button, Group } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

type Props = {
  name: string
  test: { isPending: boolean; mutate: () => void }
  /** Left out for those who may not change it. */
  onEdit?: (() => void) | undefined
  /** Before the others. */
  first?: ReactNode
  /** The button that removes it. */
  remove?: ReactNode
}

/** What can be done with one record of a place that the console reaches: test the connection, change it, take it away. */
export function RecordActs({ name, test, onEdit, first, remove }: Props) {
  const t = useTranslations('records')
  return (
    <Group gap={8}>
      {first}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlugConnected size={15} aria-hidden />}
        loading={test.isPending}
        onClick={() => test.mutate()}
        aria-label={t('testName', { name })}
      >
        {t('test')}
      </Button>
      {onEdit && (
        <>
          <Button variant="default" size="xs" onClick={onEdit} aria-label={t('editName', { name })}>
            {t('edit')}
          </Button>
          {remove}
        </>
      )}
    </Group>
  )
}
