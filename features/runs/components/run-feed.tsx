'use client'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { StreamEvent } from '#components/live/event-stream.ts'
import { useLive, useLiveEvents } from '#components/live/live-provider.tsx'
import { useRunEnded } from '#features/runs/components/use-run-ended.tsx'
import { runKeys, workersQuery } from '#features/runs/queries.ts'
import type { Run, RunDetail, RunPage, WorkersAlive } from '#features/runs/schema.ts'
import { hasEnded, newer, withRun } from '#features/runs/view.ts'

/** Lists are asked again at most this often: a run that changed its state may belong to another list now. */
const listRestMs = 1_000
/** The stream begins with what changed in the last 3 s: what is older than this is asked for again when it opens. */
const toldBackMs = 2_000

function keepSnapshot(client: QueryClient, next: Run): void {
  client.setQueryData<RunDetail>(runKeys.one(next.id), (old) => (old ? newer(old, next) : old))
  client.setQueriesData<RunPage>({ queryKey: runKeys.lists }, (old) => (old ? withRun(old, next) : old))
}

/** Brings what the event stream says into everything that shows runs. */
export function RunFeed() {
  const client = useQueryClient()
  const ended = useRunEnded()
  const states = useRef(new Map<string, string>())
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>())

  const later = useCallback(
    (name: string, queryKey: readonly unknown[]) => {
      if (timers.current.has(name)) return
      const ask = () => {
        timers.current.delete(name)
        void client.invalidateQueries({ queryKey })
      }
      timers.current.set(name, setTimeout(ask, listRestMs))
    },
    [client],
  )
  const onRun = useCallback(
    (next: Run) => {
      const before = states.current.get(next.id)
      states.current.set(next.id, next.state)
      keepSnapshot(client, next)
      later(`logs ${next.id}`, runKeys.logs(next.id))
      if (before === next.state) return
      later('lists', runKeys.lists)
      // An answer that was on its way may be older than this and overwrite it.
      later(`one ${next.id}`, runKeys.one(next.id))
      if (hasEnded(next)) ended(next)
    },
    [client, later, ended],
  )
  const onEvent = useCallback(
    (event: StreamEvent) => {
      if (event.name === 'run') onRun(JSON.parse(event.data) as Run)
      if (event.name === 'workers') client.setQueryData(workersQuery.queryKey, JSON.parse(event.data) as WorkersAlive)
    },
    [client, onRun],
  )
  useLiveEvents(onEvent)
  const { state } = useLive()
  useEffect(() => {
    const isOld = (at: number) => at < Date.now() - toldBackMs
    if (state === 'up') void client.invalidateQueries({ queryKey: runKeys.all, predicate: (query) => isOld(query.state.dataUpdatedAt) })
  }, [client, state])
  return null
}
