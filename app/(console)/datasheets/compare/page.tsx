import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { CompareScreen } from '#features/datasheets/comparisons/components/compare-screen.tsx'
import { requirePrincipal } from '#server/http/page.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('datasheets.comparisons'))('title') }
}

export default async function ComparePage() {
  const who = await requirePrincipal('/datasheets/compare')
  return may(who, 'datasheets.diff') ? <CompareScreen /> : <NoPermission permission="datasheets.diff" />
}
