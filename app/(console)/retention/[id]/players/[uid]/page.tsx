import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { PlayerScreen } from '#features/retention/components/player-screen.tsx'
import { analysisQueryOf } from '#features/retention/queries.ts'
import { loadAnalysis } from '#features/retention/service.ts'
import { playerQueryOf } from '#features/retention/sheet/queries.ts'
import { loadPlayer } from '#features/retention/sheet/service.ts'
import { requirePrincipal } from '#server/http/page.ts'
import type { Search } from '../../../../list-state.ts'

type Props = { params: Promise<{ id: string; uid: string }>; searchParams: Promise<Search> }

/** Parts of an address come as they were written in it. */
const plain = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  return { title: (await getTranslations('retention.player'))('documentTitle', { uid: plain((await params).uid) }) }
}

export default async function PlayerPage({ params, searchParams }: Props) {
  const { id, uid: part } = await params
  const uid = plain(part)
  const search = await searchParams
  const account = typeof search.account === 'string' ? search.account : undefined
  const who = await requirePrincipal(`/retention/${id}/players/${encodeURIComponent(uid)}`)
  if (!may(who, 'retention.view')) return <NoPermission permission="retention.view" />
  const [analysis, player] = await Promise.all([loadAnalysis(who, id), loadPlayer(who, id, uid, account)])
  if (analysis instanceof Refusal || player instanceof Refusal) notFound()
  const client = new QueryClient()
  client.setQueryData(analysisQueryOf(id).queryKey, analysis)
  client.setQueryData(playerQueryOf(id, uid, account).queryKey, player)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PlayerScreen id={id} uid={uid} account={account} />
    </HydrationBoundary>
  )
}
