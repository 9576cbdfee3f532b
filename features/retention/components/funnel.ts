import type { Summary } from '#features/retention/schema.ts'

/** A step with its share of the step before it and of all players, in 0..1; null where it cannot be told. */
export type Step = { column: string; players: number | null; ofBefore: number | null; ofAll: number | null }

const share = (part: number | null, whole: number | null): number | null => (part === null || whole === null || whole === 0 ? null : part / whole)

/** The steps of new players from the first login on. A step that is not collected breaks the chain: nothing is a share of it. */
export function funnelSteps({ players, funnel }: Pick<Summary, 'players' | 'funnel'>): Step[] {
  return funnel.map((step, at) => {
    const before = at === 0 ? players : (funnel[at - 1]?.players ?? null)
    return { ...step, ofBefore: share(step.players, before), ofAll: share(step.players, players) }
  })
}
