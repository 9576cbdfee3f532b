'use client'
import { Burger, Kbd } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconSearch } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useDisplay } from '#components/preferences/display-provider.tsx'
import { Mark } from '#components/shell/mark.tsx'
import { reachable } from '#components/shell/navigation.ts'
import { fetchPalette, Palette, type PaletteAction, usePalette } from '#components/shell/palette.tsx'
import { Shortcuts } from '#components/shell/shortcuts.tsx'
import { type Badges, Sidebar } from '#components/shell/sidebar.tsx'
import type { Permission } from '#core/shared/permissions.ts'
import classes from './shell.module.css'

type Props = {
  permissions: readonly Permission[]
  badges?: Badges
  /** The game environment that acts would reach; a band over everything while one is chosen. */
  environment?: { name: string; kind: 'test' | 'production' } | undefined
  /** The tag of the environment and the way to another one, beside the name of the console. */
  environmentSwitch?: ReactNode
  /** Commands of the palette beside the places. */
  actions: PaletteAction[]
  /** Status, tray and user menu, at the end of the header. */
  status: ReactNode
  /** Above every page, such as a warning about the whole console. */
  banner: ReactNode
  children: ReactNode
}

export function Shell({ permissions, badges, environment, environmentSwitch, actions, status, banner, children }: Props) {
  const t = useTranslations('shell')
  const [opened, { toggle, close }] = useDisclosure(false)
  const { display } = useDisplay()
  const narrow = display.menu === 'narrow'
  const sections = reachable(permissions)
  const palette = usePalette()
  return (
    <div className={classes.shell} data-band={environment ? true : undefined} data-narrow={narrow || undefined}>
      <a href="#content" className={classes.skip}>
        {t('skip')}
      </a>
      {environment && <div className={classes.band} data-kind={environment.kind} aria-hidden />}
      <header className={classes.header}>
        <div className={classes.bar}>
          <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t(opened ? 'closeMenu' : 'openMenu')} aria-expanded={opened} />
          <Link href="/" className={classes.brand} aria-label="Quarterdeck">
            <Mark />
            <span className={classes.hideSmall}>Quarterdeck</span>
          </Link>
          {environmentSwitch}
          <div className={classes.right}>
            <button type="button" className={classes.search} onClick={palette.ask} onPointerEnter={fetchPalette} onFocus={fetchPalette}>
              <IconSearch size={14} aria-hidden />
              <span className={classes.textSmall}>{t('palette')}</span>
              <Kbd size="xs" className={classes.hideSmall}>
                Ctrl K
              </Kbd>
            </button>
            {status}
          </div>
        </div>
      </header>
      <nav aria-label={t('menu')} className={classes.navbar} data-opened={opened || undefined} data-narrow={narrow || undefined}>
        <Sidebar sections={sections} badges={badges} onGo={close} />
        <MenuWidth />
      </nav>
      <main className={classes.main} id="content" tabIndex={-1}>
        {banner}
        <div className={classes.content}>{children}</div>
      </main>
      <Palette palette={palette} sections={sections} actions={actions} />
      <Shortcuts sections={sections} />
    </div>
  )
}

/** The menu with or without its words. A phone always shows the words: there the menu lies over the page. */
function MenuWidth() {
  const t = useTranslations('shell')
  const { display, change } = useDisplay()
  const narrow = display.menu === 'narrow'
  const Sign = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  const label = t(narrow ? 'widenMenu' : 'narrowMenu')
  return (
    <button type="button" className={classes.width} title={narrow ? label : undefined} onClick={() => change({ menu: narrow ? 'wide' : 'narrow' })}>
      <Sign size={17} stroke={1.6} aria-hidden />
      <span className={classes.word}>{label}</span>
    </button>
  )
}
