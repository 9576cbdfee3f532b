'use client'
import { Menu, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconChevronDown, IconFlask, IconSettings } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useAnnounce } from '#components/feedback/announcer.tsx'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import type { EnvironmentKind } from '#features/environments/schema.ts'
import classes from './environments.module.css'

const signs: Record<EnvironmentKind, typeof IconFlask> = { test: IconFlask, production: IconAlertTriangle }

/** The chosen environment as a tag on top of every page, and the way to another one. Nothing while there is none. */
export function EnvironmentSwitch() {
  const t = useTranslations('shell.environment')
  const { environments, chosen, choose } = useEnvironment()
  const announce = useAnnounce()
  if (!chosen) return null
  const Sign = signs[chosen.kind]
  const kind = t(`kinds.${chosen.kind}`)
  return (
    <Menu width={260} position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.switch} data-kind={chosen.kind} aria-label={t('current', { kind, name: chosen.name })}>
          <Sign size={14} aria-hidden />
          <span className={classes.kind}>{kind}</span> <span className={classes.name}>{chosen.name}</span>
          <IconChevronDown size={12} className={classes.chevron} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('label')}</Menu.Label>
        {environments.map((one) => {
          const Own = signs[one.kind]
          return (
            <Menu.Item
              key={one.id}
              leftSection={<Own size={16} stroke={1.6} className={classes.sign} data-kind={one.kind} aria-hidden />}
              rightSection={one.id === chosen.id ? <IconCheck size={14} aria-hidden /> : null}
              aria-current={one.id === chosen.id || undefined}
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
