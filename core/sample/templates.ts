import { type SampleFamily, sampleFamilies } from '#core/sample/document.ts'

/** Whose an index is: written into `_meta` of its mapping, and read before anything is deleted. */
export type SampleMark = { run: string; seed: number; players: number }

const text: object = { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: 256 } } }

const properties: Record<string, object> = {
  '@timestamp': { type: 'date', format: 'strict_date_optional_time||epoch_millis' },
  uid: text,
  auth: { properties: { id: text } },
  country: text,
  type: text,
  body: {
    type: 'nested',
    properties: {
      device_mod: text,
      action: text,
      action_type: text,
      stage_type: text,
      result: { type: 'integer' },
      play_stats: { properties: { monster_kill_cnt: { type: 'long' } } },
      instigator_uid: text,
      oper_type: { type: 'integer' },
      friend_type: { type: 'integer' },
    },
  },
}

/** Name of the index that holds a family. */
export const indexOf = (prefix: string, family: SampleFamily): string => `${prefix}${family}`

/** Every index of the sample under `prefix`. */
export const indicesOf = (prefix: string): string[] => sampleFamilies.map((family) => indexOf(prefix, family))

/** Name of the index template for `prefix`. */
export const templateNameOf = (prefix: string): string => `quarterdeck-sample-${prefix.replace(/[^a-z0-9]+$/, '')}`

/**
 * Body of the index template (PUT _index_template). It names the indices one by one, so that it can shape no index of
 * anybody else, and switches refreshing off until the load is over.
 */
export const templateOf = (prefix: string, mark: SampleMark) => ({
  index_patterns: indicesOf(prefix),
  priority: 500,
  template: {
    settings: { index: { number_of_shards: 1, auto_expand_replicas: '0-1', refresh_interval: '-1' } },
    mappings: { _meta: { quarterdeck_sample: mark }, dynamic: 'false' as const, properties },
  },
  _meta: { quarterdeck_sample: mark },
})

/** The mark of an index from its mapping, or null when the index is not the sample's. */
export function markOf(mapping: unknown): SampleMark | null {
  if (!isRecord(mapping) || !isRecord(mapping._meta)) return null
  const mark = mapping._meta.quarterdeck_sample
  if (!isRecord(mark)) return null
  const { run, seed, players } = mark
  return typeof run === 'string' && typeof seed === 'number' && typeof players === 'number' ? { run, seed, players } : null
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
