'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useDisplay } from '#components/preferences/display-provider.tsx'
import { placeOf, type Section } from '#components/shell/navigation.ts'
import classes from './shell.module.css'

/** What waits in a place, at the end of its line, by the id of the place. */
export type Badges = Readonly<Record<string, ReactNode>>

/** In a narrow menu the words are still there for screen readers, and under the pointer. */
export function Sidebar({ sections, badges = {}, onGo }: { sections: Section[]; badges?: Badges | undefined; onGo: () => void }) {
  const t = useTranslations('nav')
  const here = placeOf(usePathname(), sections)?.id
  const narrow = useDisplay().display.menu === 'narrow'
  return sections.map((section) => (
    <div key={section.id ?? 'top'}>
      {section.id && <p className={`${classes.section} ${classes.word}`}>{t(`sections.${section.id}`)}</p>}
      <ul className={classes.list}>
        {section.places.map((place) => (
          <li key={place.id}>
            <Link
              href={place.href}
              className={classes.place}
              title={narrow ? t(place.id) : undefined}
              aria-current={place.id === here ? 'page' : undefined}
              onClick={onGo}
            >
              <place.icon size={17} stroke={1.6} aria-hidden />
              <span className={classes.word}>{t(place.id)}</span>
              {badges[place.id] && <span className={classes.badge}>{badges[place.id]}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  ))
}
