'use client'
import { Menu } from '@mantine/core'
import { IconCheck, IconSettings } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useAnnounce } from '#components/feedback/announcer.tsx'
import type { PopupProps } from '#components/feedback/lazy-popup.tsx'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import { kindSigns } from '#features/environments/components/kind-signs.ts'
import classes from './environments.module.css'

/** The environments to choose from, and the way to their page. */
export function EnvironmentMenu({ target, opened, onChange }: PopupProps) {
  const t = useTranslations('shell.environment')
  const { environments, chosen, choose } = useEnvironment()
  const announce = useAnnounce()
  return (
    <Menu width={260} position="bottom-start" opened={opened} onChange={onChange}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('label')}</Menu.Label>
        {environments.map((one) => {
          const Own = kindSigns[one.kind]
          return (
            <Menu.Item
              key={one.id}
              leftSection={<Own size={16} stroke={1.6} className={classes.sign} data-kind={one.kind} aria-hidden />}
              rightSection={one.id === chosen?.id ? <IconCheck size={14} aria-hidden /> : null}
              aria-current={one.id === chosen?.id || undefined}
              onClick={() => {
                choose(one.id)
                announce(t('switched', { kind: t(`kinds.${one.kind}`), name: one.name }))
              }}
            >
              {t(`kinds.${one.kind}`)} · {one.name}
            </Menu.Item>
          )
        })}
        <Menu.Divider />
        <Menu.Item component={Link} href="/environments" leftSection={<IconSettings size={16} stroke={1.6} aria-hidden />}>
          {t('manage')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
