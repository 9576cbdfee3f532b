import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { HistoryScreen } from '#features/datasheets/history/components/history-screen.tsx'
import { requirePrincipal } from '#server/http/page.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('datasheets.history'))('title') }
}

export default async function HistoryPage() {
  const who = await requirePrincipal('/datasheets/history')
  return may(who, 'datasheets.view') ? <HistoryScreen /> : <NoPermission permission="datasheets.view" />
}
