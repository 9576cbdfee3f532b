'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { Permission } from '#core/shared/permissions.ts'
import { useMay } from '#features/accounts/components/me-context.tsx'
import classes from './datasheet-tabs.module.css'

const tabs = [
  { id: 'files', href: '/datasheets', permission: 'datasheets.view' },
  { id: 'plans', href: '/datasheets/plans', permission: 'datasheets.view' },
  { id: 'imports', href: '/datasheets/imports', permission: 'datasheets.view' },
  { id: 'export', href: '/datasheets/export', permission: 'datasheets.export' },
  { id: 'compare', href: '/datasheets/compare', permission: 'datasheets.diff' },
  { id: 'history', href: '/datasheets/history', permission: 'datasheets.view' },
  { id: 'mapping', href: '/datasheets/mapping', permission: 'datasheets.view' },
] as const satisfies readonly { id: string; href: string; permission: Permission }[]

/** The pages of datasheets beside each other: in the menu they are one place. */
export function DatasheetTabs() {
  const t = useTranslations('datasheets.tabs')
  const path = usePathname()
  const may = useMay()
  const here = (href: string): boolean => path === href || (href !== '/datasheets' && path.startsWith(`${href}/`))
  return (
    <nav aria-label={t('label')} className={classes.tabs}>
      <ul>
        {tabs
          .filter(({ permission }) => may(permission))
          .map(({ id, href }) => (
            <li key={id}>
              <Link href={href} className={classes.tab} aria-current={here(href) ? 'page' : undefined}>
                {t(id)}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  )
}
