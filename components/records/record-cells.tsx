'use client'
import { ActionIcon, Anchor } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ComponentType, ReactNode } from 'react'
import { LazyPopup, type PopupProps } from '#components/feedback/lazy-popup.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { When } from '#components/format/when.tsx'

/** The name of a record leads to all of it in the side panel. */
export function RecordName({ name, onOpen, children }: { name: string; onOpen: () => void; children?: ReactNode }) {
  const t = useTranslations('records')
  return (
    <>
      <Anchor component="button" type="button" size="sm" fw={500} onClick={onOpen} aria-label={t('openName', { name })}>
        {name}
      </Anchor>{' '}
      {children}
    </>
  )
}

/** What the last connection test came to, and when. */
export function LastTest({ test }: { test: { at: string; fault: string | null } | null }) {
  const t = useTranslations('records')
  if (!test) return <Unknown reason={t('untested')} />
  return (
    <>
      <Tag tone={test.fault ? 'red' : 'green'}>{t(test.fault ? 'failed' : 'reached')}</Tag> <When at={test.at} />
    </>
  )
}

type MenuProps<Own extends object> = { name: string; load: () => Promise<ComponentType<PopupProps & Own>>; own: Own }

/** The button of a row's menu; what the menu does comes when somebody turns to it. */
export function RecordMenuButton<Own extends object>({ name, load, own }: MenuProps<Own>) {
  const t = useTranslations('records')
  const target = (
    <ActionIcon size={28} aria-label={t('actsOf', { name })}>
      <IconDots size={16} stroke={1.6} />
    </ActionIcon>
  )
  return <LazyPopup kind="menu" load={load} own={own} target={target} />
}
