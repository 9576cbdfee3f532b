'use client'
import { Menu, Text, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconKey, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import type { PopupProps } from '#components/feedback/lazy-popup.tsx'
import { useMay, useMe } from '#features/accounts/components/me-context.tsx'
import { keepLanguage, keepTheme, languages, leave } from '#features/accounts/components/session-acts.ts'

const schemes = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconDeviceDesktop],
] as const

/** The menu behind the person's button. */
export function UserMenuList({ target, opened, onChange }: PopupProps) {
  const t = useTranslations('accounts.menu')
  const me = useMe()
  const may = useMay()
  const locale = useLocale()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const tick = <IconCheck size={14} aria-hidden />
  return (
    <Menu width={240} opened={opened} onChange={onChange}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text component="span" display="block" size="sm" fw={600} c="var(--mantine-color-text)">
            {me.name}
          </Text>
          <Text component="span" display="block" size="xs">
            {me.email}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('language')}</Menu.Label>
        {languages.map(([value, name]) => (
          <Menu.Item key={value} lang={value} rightSection={locale === value ? tick : null} onClick={() => void keepLanguage(value)}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('theme')}</Menu.Label>
        {schemes.map(([value, Icon]) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} stroke={1.6} aria-hidden />}
            rightSection={colorScheme === value ? tick : null}
            onClick={() => {
              setColorScheme(value)
              keepTheme(value)
            }}
          >
            {t(`themes.${value}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} href="/profile" leftSection={<IconUser size={16} stroke={1.6} aria-hidden />}>
          {t('profile')}
        </Menu.Item>
        {may('tokens.manage') && (
          <Menu.Item component={Link} href="/tokens" leftSection={<IconKey size={16} stroke={1.6} aria-hidden />}>
            {t('tokens')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} aria-hidden />} onClick={() => void leave()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
