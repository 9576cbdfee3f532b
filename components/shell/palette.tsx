'use client'
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight'
import { type Icon, IconSearch } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { Section } from '#components/shell/navigation.ts'

export type PaletteAction = { id: string; label: string; icon: Icon; keywords?: string; run: () => void }

export const openPalette = (): void => spotlight.open()

/** Ctrl/⌘ K: go anywhere, do anything that the permissions allow. */
export function Palette({ sections, actions }: { sections: Section[]; actions: PaletteAction[] }) {
  const t = useTranslations()
  const router = useRouter()
  const groups: SpotlightActionGroupData[] = [
    {
      group: t('shell.go'),
      actions: sections.flatMap((section) =>
        section.places.map((place) => ({
          id: place.id,
          label: t(`nav.${place.id}`),
          leftSection: <place.icon size={18} stroke={1.6} aria-hidden />,
          rightSection: <kbd>g {place.letter}</kbd>,
          keywords: [place.id, place.href],
          onClick: () => router.push(place.href),
        })),
      ),
    },
    {
      group: t('shell.do'),
      actions: actions.map((action) => ({
        id: action.id,
        label: action.label,
        leftSection: <action.icon size={18} stroke={1.6} aria-hidden />,
        keywords: action.keywords,
        onClick: action.run,
      })),
    },
  ]
  return (
    <Spotlight
      actions={groups}
      shortcut={['mod + K']}
      nothingFound={t('shell.paletteNothing')}
      highlightQuery
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 120 }}
      searchProps={{
        placeholder: t('shell.palettePlaceholder'),
        'aria-label': t('shell.palettePlaceholder'),
        leftSection: <IconSearch size={18} aria-hidden />,
      }}
    />
  )
}
