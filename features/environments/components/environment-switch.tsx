'use client'
import { UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { LazyPopup } from '#components/feedback/lazy-popup.tsx'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import { kindSigns } from '#features/environments/components/kind-signs.ts'
import classes from './environments.module.css'

const nothing = {}
const load = async () => (await import('#features/environments/components/environment-menu.tsx')).EnvironmentMenu

/** The chosen environment as a tag on top of every page, and the way to another one. Nothing while there is none. */
export function EnvironmentSwitch() {
  const t = useTranslations('shell.environment')
  const { chosen } = useEnvironment()
  if (!chosen) return null
  const Sign = kindSigns[chosen.kind]
  const kind = t(`kinds.${chosen.kind}`)
  const target = (
    <UnstyledButton className={classes.switch} data-kind={chosen.kind} aria-label={t('current', { kind, name: chosen.name })}>
      <Sign size={14} aria-hidden />
      <span className={classes.kind}>{kind}</span> <span className={classes.name}>{chosen.name}</span>
      <IconChevronDown size={12} className={classes.chevron} aria-hidden />
    </UnstyledButton>
  )
  return <LazyPopup kind="menu" load={load} own={nothing} target={target} />
}
