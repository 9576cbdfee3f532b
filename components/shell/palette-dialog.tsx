'use client'
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type RefObject, useEffect, useState } from 'react'
import { leave } from '#components/feedback/leaving.tsx'
import type { Section } from '#components/shell/navigation.ts'
import type { PaletteAction } from '#components/shell/palette.tsx'

type Props = {
  sections: Section[]
  actions: PaletteAction[]
  /** What was typed while the palette was on its way. */
  typed: RefObject<string>
  /** Hears how to open it, once it stands. */
  onStanding: (open: () => void) => void
}

/** The palette itself: places and commands, found by typing. */
export function PaletteDialog({ sections, actions, typed, onStanding }: Props) {
  const t = useTranslations()
  const router = useRouter()
  const [query, setQuery] = useState(() => typed.current)
  useEffect(() => onStanding(spotlight.open), [onStanding])
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
          onClick: () => leave(() => router.push(place.href)),
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
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
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
