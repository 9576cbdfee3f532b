'use client'
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import {
  IconDatabasePlus,
  IconDeviceDesktop,
  IconDeviceGamepad2,
  IconLanguage,
  IconLogout,
  IconMathFunction,
  IconMoon,
  IconPlus,
  IconRowInsertBottom,
  IconUsersPlus,
} from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { OwnZone } from '#components/format/own-zone.ts'
import { LiveProvider } from '#components/live/live-provider.tsx'
import { StaleBadge } from '#components/live/stale-badge.tsx'
import { DisplayProvider, useDisplay } from '#components/preferences/display-provider.tsx'
import type { PaletteAction } from '#components/shell/palette.tsx'
import { Shell } from '#components/shell/shell.tsx'
import type { Display } from '#core/shared/display.ts'
import { MeProvider } from '#features/accounts/components/me-context.tsx'
import { keepLanguage, keepTheme, leave } from '#features/accounts/components/session-acts.ts'
import { UserMenu } from '#features/accounts/components/user-menu.tsx'
import { savePreferences } from '#features/accounts/queries.ts'
import type { Me } from '#features/accounts/schema.ts'
import { WaitingBadge } from '#features/approvals/components/waiting-badge.tsx'
import { EnvironmentProvider, useEnvironment } from '#features/environments/components/environment-context.tsx'
import { EnvironmentSwitch } from '#features/environments/components/environment-switch.tsx'
import type { Environment } from '#features/environments/schema.ts'
import { RunFeed } from '#features/runs/components/run-feed.tsx'
import { RunTray } from '#features/runs/components/run-tray.tsx'
import { WorkersBanner } from '#features/runs/components/workers-banner.tsx'

/** What the palette can do for this person beside going to places. */
function useActions(me: Me): PaletteAction[] {
  const t = useTranslations('shell.actions')
  const router = useRouter()
  const locale = useLocale()
  const { display, change } = useDisplay()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: true })
  const may = (permission: Me['permissions'][number]) => me.permissions.includes(permission)
  const dark = scheme === 'dark'
  const compact = display.density === 'compact'
  const wear = (theme: 'light' | 'dark' | 'auto') => {
    setColorScheme(theme)
    keepTheme(theme)
  }
  return [
    ...(may('retention.run') ? [{ id: 'analyse', label: t('analyse'), icon: IconUsersPlus, run: () => router.push('/retention/new') }] : []),
    ...(may('metrics.manage') ? [{ id: 'addMetric', label: t('addMetric'), icon: IconMathFunction, run: () => router.push('/retention/metrics/new') }] : []),
    ...(may('sources.manage') ? [{ id: 'addSource', label: t('addSource'), icon: IconPlus, run: () => router.push('/sources?add=true') }] : []),
    ...(may('environments.manage')
      ? [{ id: 'addEnvironment', label: t('addEnvironment'), icon: IconDatabasePlus, run: () => router.push('/environments?add=true') }]
      : []),
    ...(may('sample.load') ? [{ id: 'loadSample', label: t('loadSample'), icon: IconDeviceGamepad2, run: () => router.push('/sample') }] : []),
    { id: 'theme', label: t(dark ? 'light' : 'dark'), icon: IconMoon, keywords: 'theme dark light', run: () => wear(dark ? 'light' : 'dark') },
    { id: 'scheme', label: t('scheme'), icon: IconDeviceDesktop, keywords: 'theme system auto', run: () => wear('auto') },
    {
      id: 'density',
      label: t(compact ? 'densityComfortable' : 'densityCompact'),
      icon: IconRowInsertBottom,
      keywords: 'density rows compact comfortable',
      run: () => change({ density: compact ? 'comfortable' : 'compact' }),
    },
    {
      id: 'language',
      label: t('language'),
      icon: IconLanguage,
      keywords: 'language english 한국어',
      run: () => void keepLanguage(locale === 'ko' ? 'en' : 'ko'),
    },
    { id: 'signOut', label: t('signOut'), icon: IconLogout, run: () => void leave() },
  ]
}

type FrameProps = { me: Me; display: Display; environments: readonly Environment[]; chosenId: string | undefined; children: ReactNode }

/** Everything around the pages of a signed-in person. */
export function ConsoleFrame({ me, display, environments, chosenId, children }: FrameProps) {
  return (
    <MeProvider me={me}>
      <DisplayProvider owner={me.id} initial={display} save={savePreferences}>
        <OwnZone value={me.preferences.timeZone}>
          <EnvironmentProvider initial={environments} chosenId={chosenId}>
            <LiveProvider url="/api/v1/events" channel={`quarterdeck-live-${me.id}`}>
              <RunFeed />
              <Frame me={me}>{children}</Frame>
            </LiveProvider>
          </EnvironmentProvider>
        </OwnZone>
      </DisplayProvider>
    </MeProvider>
  )
}

function Frame({ me, children }: { me: Me; children: ReactNode }) {
  const actions = useActions(me)
  const { chosen } = useEnvironment()
  const status = (
    <>
      <StaleBadge />
      <RunTray />
      <UserMenu />
    </>
  )
  const shell = { permissions: me.permissions, badges: { approvals: <WaitingBadge /> }, actions, status, banner: <WorkersBanner /> }
  return (
    <Shell {...shell} environment={chosen ?? undefined} environmentSwitch={<EnvironmentSwitch />}>
      {children}
    </Shell>
  )
}
