'use client'
import { Button } from '@mantine/core'
import { IconActivity } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { LazyPopup } from '#components/feedback/lazy-popup.tsx'
import { usePollInterval } from '#components/live/live-provider.tsx'
import { runsQuery } from '#features/runs/queries.ts'
import { hasEnded, unfinished } from '#features/runs/view.ts'

export const ownRuns = { by: 'me', state: unfinished, sort: '-createdAt', pageSize: 20 }

const load = async () => (await import('#features/runs/components/run-tray-list.tsx')).RunTrayList

/** The person's own runs that go on, from anywhere in the console. */
export function RunTray() {
  const t = useTranslations('runs.tray')
  const poll = usePollInterval()
  const { data } = useQuery({ ...runsQuery(ownRuns), refetchInterval: poll })
  const going = (data?.items ?? []).filter((run) => !hasEnded(run))
  const target = (
    <Button
      variant={going.length ? 'light' : 'subtle'}
      color={going.length ? 'indigo' : 'gray'}
      size="xs"
      px={8}
      leftSection={<IconActivity size={16} aria-hidden />}
      aria-label={t('open', { count: going.length })}
    >
      {going.length}
    </Button>
  )
  return <LazyPopup kind="dialog" load={load} own={{ going }} target={target} />
}
