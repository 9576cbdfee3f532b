import { isEnded } from '#core/runs/state.ts'
import type { Arena } from '#faults/arena.ts'
import { until } from '#faults/servers.ts'
import { findRun } from '#features/runs/repository.ts'
import type { CountPayload } from '#workers/testing/count.ts'
import { countEffects, startCount } from '#workers/testing/harness.ts'

export type Started = { id: string; steps: number }
/** A run may not stand still for longer than this once everything it needs is back. */
export const recoveryLimitMs = 15_000

/** Starts `count` runs that write one line to their log in every step. */
export async function startRuns(arena: Arena, count: number, payload: CountPayload): Promise<Started[]> {
  const ids = await Promise.all(Array.from({ length: count }, () => startCount(arena.who, payload)))
  return ids.map((id) => ({ id, steps: payload.steps }))
}

const load = async (id: string) => {
  const run = await findRun(BigInt(id))
  if (!run) throw new Error(`run ${id} is gone`)
  return run
}

/** Resolves when each of the runs has done at least `steps` steps. */
export const haveDone = (runs: readonly Started[], steps: number): Promise<number> =>
  until(`${steps} steps of every run are done`, async () => (await Promise.all(runs.map(({ id }) => load(id)))).every((run) => run.done >= steps), 30_000)

export const doneSoFar = async (runs: readonly Started[]): Promise<number[]> => (await Promise.all(runs.map(({ id }) => load(id)))).map((run) => run.done)

/** Milliseconds from now until the last of the runs went on or ended; fails after 15 s. */
export async function recovery(runs: readonly Started[], before: readonly number[]): Promise<number> {
  return until(
    'every run goes on',
    async () => {
      const now = await Promise.all(runs.map(({ id }) => load(id)))
      return now.every((run, index) => isEnded(run.state) || run.done > (before[index] ?? 0))
    },
    recoveryLimitMs,
  )
}

/** Waits until all runs have ended and throws what is wrong: a run that did not succeed, an effect that is missing or twice, wrong progress. */
export async function expectExactlyOnce(runs: readonly Started[], withinMs = 120_000): Promise<void> {
  await until('every run ends', async () => (await Promise.all(runs.map(({ id }) => load(id)))).every((run) => isEnded(run.state)), withinMs)
  const wrong: string[] = []
  for (const { id, steps } of runs) {
    const run = await load(id)
    if (run.state !== 'succeeded') wrong.push(`run ${id} ${run.state}: ${run.error?.code} ${run.error?.detail ?? ''}`)
    if (run.done !== steps || run.total !== steps) wrong.push(`run ${id} says ${run.done} of ${run.total} instead of ${steps}`)
    const effects = (await countEffects(id)).sort((a, b) => a - b)
    if (effects.length !== steps || effects.some((n, index) => n !== index)) wrong.push(`run ${id} has effects ${effects.join(',')}`)
  }
  if (wrong.length) throw new Error(wrong.join('; '))
}
