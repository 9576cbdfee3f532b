import { Group, Text, Title } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import classes from './shell.module.css'

type Props = {
  title: ReactNode
  /** One line of what the page is. */
  lead?: ReactNode
  tag?: ReactNode
  crumbs?: { href: string; label: string }[]
  /** One primary action, then a menu. */
  children?: ReactNode
}

/** The title row of every page. */
export function PageHeader({ title, lead, tag, crumbs = [], children }: Props) {
  const t = useTranslations('shell')
  return (
    <header className={classes.titleRow}>
      <div className={classes.titleText}>
        {crumbs.length > 0 && (
          <nav aria-label={t('crumbs')} className={classes.crumbs}>
            {crumbs.map((crumb) => (
              <span key={crumb.href}>
                <Link href={crumb.href}>{crumb.label}</Link> <span aria-hidden>/</span>
              </span>
            ))}
          </nav>
        )}
        <div className={classes.title}>
          <Title order={1}>{title}</Title>
          {tag}
        </div>
        {lead && (
          <Text size="sm" c="dimmed" maw={720} component="div">
            {lead}
          </Text>
        )}
      </div>
      {children && (
        <Group gap={8} align="center">
          {children}
        </Group>
      )}
    </header>
  )
}
