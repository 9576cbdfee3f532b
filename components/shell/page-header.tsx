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
  /** The pages above this one; the page itself is added as the last. */
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
          <nav aria-label={t('crumbs')}>
            <ol className={classes.crumbs}>
              {crumbs.map((crumb) => (
                <li key={crumb.href}>
                  <Link href={crumb.href}>{crumb.label}</Link>
                </li>
              ))}
              <li aria-current="page">{title}</li>
            </ol>
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
