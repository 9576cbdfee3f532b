'use client'
import { Kbd, Modal } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { Fragment } from 'react'
import type { Place } from '#components/shell/navigation.ts'
import classes from './shell.module.css'

/** All keys of the console. */
export function ShortcutHelp({ places, opened, onClose }: { places: Place[]; opened: boolean; onClose: () => void }) {
  const t = useTranslations()
  const general = [
    ['palette', 'Ctrl K'],
    ['search', '/'],
    ['rows', 'j k'],
    ['select', 'x'],
    ['changes', 'n p'],
    ['open', 'Enter'],
    ['close', 'Esc'],
    ['help', '?'],
  ] as const
  return (
    <Modal opened={opened} onClose={onClose} title={t('shell.keys.title')}>
      <dl className={classes.keys}>
        {general.map(([name, keys]) => (
          <Fragment key={name}>
            <dt>
              <Kbd>{keys}</Kbd>
            </dt>
            <dd>{t(`shell.keys.${name}`)}</dd>
          </Fragment>
        ))}
        {places.map((place) => (
          <Fragment key={place.id}>
            <dt>
              <Kbd>g</Kbd> <Kbd>{place.letter}</Kbd>
            </dt>
            <dd>{t(`nav.${place.id}`)}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  )
}
