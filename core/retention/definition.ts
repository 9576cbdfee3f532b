import { createHash } from 'node:crypto'
import { metrics } from './metrics.ts'
import { BUCKET_MS, DAY_MS, GAP_MS, type Range } from './window.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** JSON with keys in order of their UTF-16 code units and no spaces: equal values give equal text. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one as Json)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value as { readonly [key: string]: Json }).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`
}

export type DefinitionInput = { sourceId: string; prefix: string; window: Range; lookbackDays: number | null; sample: number | null }

/** All that decides the numbers of an analysis, apart from the logs: two analyses with the same definition on the same logs are equal. */
export function definitionOf(input: DefinitionInput): { [key: string]: Json } {
  return {
    version: 1,
    source: { id: input.sourceId, prefix: input.prefix },
    window: { fromMs: input.window.from, toMs: input.window.to },
    lookbackDays: input.lookbackDays,
    sample: input.sample === null ? null : { players: input.sample, by: 'fnv1a-uid' },
    identity: 'uid',
    newMeans: 'no login before the window within the look-back',
    dayMs: DAY_MS,
    activity: { gapMs: GAP_MS, bucketMs: BUCKET_MS, events: 'every index' },
    metrics: metrics.map((metric) => ({ ...metric, where: metric.where.map((one) => ({ ...one })), rule: { ...metric.rule } })),
  }
}

/** SHA-256 of the canonical definition, hex. */
export const definitionHash = (definition: Json): string => createHash('sha256').update(canonical(definition)).digest('hex')
