import { sampleRank } from '../sampling.ts'
import { encodeNumbers, joinNumbers } from './numbers.ts'
import { orderByNumbers, ranksOfTexts } from './order.ts'
import type { Block } from './sheet.ts'
import { encodeTexts, joinTexts, textAt } from './texts.ts'

/** A new player of the cohort. */
export type Member = { uid: string; firstMs: number }
/** New players in order of first login, then of the uid's bytes. `sampledFrom` is how many there were before a sample was taken. */
export type Cohort = { size: number; sampledFrom: number; slice: (from: number, to: number) => Member[] }

export const cohortColumns = { uid: 'cohort/uid', first: 'cohort/first' } as const

/** Members as they are found, as blocks: `from` counts those that were found before. */
export function memberBlocks(members: readonly Member[], from: number): Block[] {
  if (members.length === 0) return []
  const of = (name: string, data: Uint8Array): Block => ({ name, block: from, size: members.length, data })
  return [
    of(cohortColumns.uid, encodeTexts(members.map((member) => member.uid))),
    of(cohortColumns.first, encodeNumbers(members.map((member) => member.firstMs))),
  ]
}

/**
 * The cohort from its blocks, in typed arrays: about 30 bytes a player beside the uid. `sample` keeps the players of least
 * rank (see sampleRank), ties by the uid's bytes.
 */
export function cohortOf(uidBlocks: readonly Uint8Array[], firstBlocks: readonly Uint8Array[], sample: number | null): Cohort {
  const uids = joinTexts(uidBlocks)
  const first = joinNumbers(firstBlocks)
  const all = Uint32Array.from({ length: first.values.length }, (_, i) => i)
  const byUid = orderByNumbers(all, ranksOfTexts(uids), false)
  const ranks = (): Float64Array => Float64Array.from(all, (row) => sampleRank(textAt(uids, row) ?? ''))
  const chosen = sample === null || sample >= all.length ? byUid : sampled(byUid, orderByNumbers(byUid, { values: ranks(), known: null }, false), sample)
  const order = orderByNumbers(chosen, first, false)
  return {
    size: order.length,
    sampledFrom: all.length,
    slice: (from, to) => Array.from(order.subarray(from, to), (row) => ({ uid: textAt(uids, row) ?? '', firstMs: first.values[row] ?? 0 })),
  }
}

/** The first `size` rows of `byRank`, as they stand in `rows`. */
function sampled(rows: Uint32Array, byRank: Uint32Array, size: number): Uint32Array {
  const kept = new Uint8Array(rows.length)
  for (const row of byRank.subarray(0, size)) kept[row] = 1
  return rows.filter((row) => kept[row] === 1)
}
