import {
  type Icon,
  IconCalendar,
  IconCalendarClock,
  IconChecklist,
  IconClipboardList,
  IconDatabase,
  IconDatabaseSearch,
  IconDeviceGamepad2,
  IconFileSpreadsheet,
  IconHome2,
  IconKey,
  IconListCheck,
  IconMathFunction,
  IconUsers,
  IconUsersPlus,
  IconWebhook,
} from '@tabler/icons-react'
import type { Permission } from '#core/shared/permissions.ts'

export type Place = {
  /** Message key `nav.<id>`. */
  id: string
  href: string
  icon: Icon
  permission: Permission | null
  /** Pressed after `g`. */
  letter: string
}

export type Section = { id: string | null; places: readonly Place[] }

/** The menu: only what exists. */
export const sections: readonly Section[] = [
  { id: null, places: [{ id: 'home', href: '/', icon: IconHome2, permission: null, letter: 'h' }] },
  {
    id: 'analyse',
    places: [
      { id: 'retention', href: '/retention', icon: IconUsersPlus, permission: 'retention.view', letter: 'a' },
      { id: 'metrics', href: '/retention/metrics', icon: IconMathFunction, permission: 'retention.view', letter: 'm' },
    ],
  },
  {
    id: 'data',
    places: [
      { id: 'datasheets', href: '/datasheets', icon: IconFileSpreadsheet, permission: 'datasheets.view', letter: 'd' },
      { id: 'environments', href: '/environments', icon: IconDatabase, permission: 'environments.view', letter: 'e' },
      { id: 'sources', href: '/sources', icon: IconDatabaseSearch, permission: 'sources.view', letter: 's' },
      { id: 'sample', href: '/sample', icon: IconDeviceGamepad2, permission: 'sample.load', letter: 'g' },
    ],
  },
  {
    id: 'operate',
    places: [
      { id: 'calendar', href: '/calendar', icon: IconCalendar, permission: 'schedules.view', letter: 'c' },
      { id: 'schedules', href: '/schedules', icon: IconCalendarClock, permission: 'schedules.view', letter: 'o' },
      { id: 'approvals', href: '/approvals', icon: IconChecklist, permission: 'approvals.view', letter: 'p' },
      { id: 'runs', href: '/runs', icon: IconListCheck, permission: 'runs.view', letter: 'r' },
      { id: 'users', href: '/users', icon: IconUsers, permission: 'users.view', letter: 'u' },
      { id: 'audit', href: '/audit', icon: IconClipboardList, permission: 'audit.view', letter: 'l' },
      { id: 'hooks', href: '/hooks', icon: IconWebhook, permission: 'hooks.manage', letter: 'w' },
      { id: 'tokens', href: '/tokens', icon: IconKey, permission: 'tokens.manage', letter: 't' },
    ],
  },
]

export const isHere = (path: string, href: string): boolean => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`))

/** The place that an address is in: of places that lie in each other the inner one. */
export function placeOf(path: string, of: readonly Section[]): Place | undefined {
  const around = of.flatMap((section) => section.places).filter((place) => isHere(path, place.href))
  return around.sort((a, b) => b.href.length - a.href.length)[0]
}

/** The menu as far as these permissions reach. */
export function reachable(permissions: readonly Permission[]): Section[] {
  const open = (place: Place) => place.permission === null || permissions.includes(place.permission)
  return sections.map((section) => ({ ...section, places: section.places.filter(open) })).filter((section) => section.places.length > 0)
}
