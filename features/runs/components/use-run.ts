'use client'
import { type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { usePollInterval } from '#components/live/live-provider.tsx'
import { runKeys, runQueryOf } from '#features/runs/queries.ts'
import type { Run, RunState } from '#features/runs/schema.ts'
import { asDetail, hasEnded, newer } from '#features/runs/view.ts'

/** The newest snapshot of a run that some other answer carried, kept up by the event stream. */
export function useLiveRun(given: Run): Run {
  const poll = usePollInterval()
  const { data } = useQuery({
    ...runQueryOf(given.id),
    initialData: () => asDetail(given),
    initialDataUpdatedAt: 0,
    // A run that was retried goes on, although it had ended when the answer was given.
    enabled: ({ state }) => !hasEnded(state.data ? newer(state.data, given) : given),
    refetchInterval: poll,
  })
  return newer(data, given)
}

const standing = (state: RunState): string => (hasEnded({ state }) ? state : 'going')

/**
 * Keeps an answer that tells the state of a run in step with the run itself. Whichever of the two hears first of an end or a retry, both are asked
 * again. `keys` should be stable.
 */
export function useInStep(run: Run | undefined, told: { id: string; state: RunState }, keys: readonly QueryKey[]): void {
  const client = useQueryClient()
  const { id } = told
  const rift = run && standing(run.state) !== standing(told.state) ? `${run.state} ${told.state}` : null
  useEffect(() => {
    if (rift) for (const queryKey of [runKeys.one(id), ...keys]) void client.invalidateQueries({ queryKey })
  }, [client, rift, id, keys])
}
