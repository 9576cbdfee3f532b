'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { placeOf, type Section } from '#components/shell/navigation.ts'
import classes from './shell.module.css'

export function Sidebar({ sections, onGo }: { sections: Section[]; onGo: () => void }) {
  const t = useTranslations('nav')
  const here = placeOf(usePathname(), sections)?.id
  return sections.map((section) => (
    <div key={section.id ?? 'top'}>
      {section.id && <p className={classes.section}>{t(`sections.${section.id}`)}</p>}
      <ul className={classes.list}>
        {section.places.map((place) => (
          <li key={place.id}>
            <Link href={place.href} className={classes.place} aria-current={place.id === here ? 'page' : undefined} onClick={onGo}>
              <place.icon size={17} stroke={1.6} aria-hidden />
              {t(place.id)}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  ))
}
