'use client'
import { useQuery } from '@tanstack/react-query'
import { usePollInterval } from '#components/live/live-provider.tsx'
import { runQueryOf } from '#features/runs/queries.ts'
import type { Run } from '#features/runs/schema.ts'
import { asDetail, hasEnded, newer } from '#features/runs/view.ts'

/** The newest snapshot of a run that some other answer carried, kept up by the event stream. */
export function useLiveRun(given: Run): Run {
  const poll = usePollInterval()
  const { data } = useQuery({
    ...runQueryOf(given.id),
    initialData: () => asDetail(given),
    // What happened while the page was on its way was told to nobody: it is asked for once.
    initialDataUpdatedAt: 0,
    enabled: !hasEnded(given),
    refetchInterval: poll,
  })
  return newer(data, given)
}
