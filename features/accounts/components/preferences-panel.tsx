'use client'
import { Select, SimpleGrid, useMantineColorScheme } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useMe } from '#features/accounts/components/me-context.tsx'
import { keepLanguage, languages } from '#features/accounts/components/session-acts.ts'
import { savePreferences } from '#features/accounts/queries.ts'

const themes = ['light', 'dark', 'auto'] as const

/** Language, theme and time zone, kept with the person. Each is kept as soon as it is chosen. */
export function PreferencesPanel() {
  const t = useTranslations('accounts.profile')
  const words = useTranslations('accounts.menu')
  const locale = useLocale()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const router = useRouter()
  // Times all over the page speak the zone that the layout was given.
  const save = useMutation({ mutationFn: savePreferences, onSuccess: (_, { timeZone }) => timeZone !== undefined && router.refresh() })
  return (
    <Panel title={t('preferences')}>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
        <Select
          label={words('language')}
          value={locale}
          allowDeselect={false}
          data={languages.map(([value, label]) => ({ value, label }))}
          onChange={(value) => void keepLanguage(value === 'en' ? 'en' : 'ko')}
        />
        <Select
          label={words('theme')}
          value={colorScheme}
          allowDeselect={false}
          data={themes.map((value) => ({ value, label: words(`themes.${value}`) }))}
          onChange={(value) => {
            const theme = themes.find((name) => name === value) ?? 'auto'
            setColorScheme(theme)
            save.mutate({ theme })
          }}
        />
        <ZoneSelect onChoose={(timeZone, onRefused) => save.mutate({ timeZone }, { onError: onRefused })} />
      </SimpleGrid>
      {save.isError && <ProblemNote error={save.error} />}
    </Panel>
  )
}

function ZoneSelect({ onChoose }: { onChoose: (zone: string | null, onRefused: () => void) => void }) {
  const t = useTranslations('accounts.profile')
  const table = useTranslations('table')
  const me = useMe()
  const [zone, setZone] = useState(me.preferences.timeZone)
  const [zones] = useState(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')])
  const choose = (value: string | null) => {
    const before = zone
    setZone(value)
    onChoose(value, () => setZone(before))
  }
  return (
    <Select
      label={t('zone')}
      description={t('zoneHelp')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder={t('zoneOfBrowser')}
      value={zone}
      data={zones}
      searchable
      clearable
      limit={50}
      clearButtonProps={{ 'aria-label': table('clearOne', { name: t('zone') }) }}
      onChange={choose}
    />
  )
}
