import { keyOf, type Member } from '../cohort.ts'
import type { IdentityRule } from '../definition.ts'
import { sampleRank } from '../sampling.ts'
import { encodeNumbers, joinNumbers, type Numbers, numberAt } from './numbers.ts'
import { everyRow, orderByNumbers, ranksOfTexts, rowsMarked } from './order.ts'
import type { Block } from './sheet.ts'
import { encodeTexts, joinTexts, textAt } from './texts.ts'

/** New players in order of first login, uid, account (none before any). `sampledFrom` is how many there were before a sample was taken. */
export type Cohort = { size: number; sampledFrom: number; slice: (from: number, to: number) => Member[] }

/** Names under which the cohort's blocks lie while its analysis runs. */
export const cohortColumns = { uid: 'cohort/uid', account: 'cohort/account', first: 'cohort/first' } as const
export type CohortBlocks = Record<keyof typeof cohortColumns, readonly Uint8Array[]>

/** Members as they are found, as blocks: `from` counts those that were found before. */
export function memberBlocks(members: readonly Member[], from: number): Block[] {
  if (members.length === 0) return []
  const of = (name: string, data: Uint8Array): Block => ({ name, block: from, size: members.length, data })
  return [
    of(cohortColumns.uid, encodeTexts(members.map((member) => member.uid))),
    of(cohortColumns.account, encodeTexts(members.map((member) => member.account))),
    of(cohortColumns.first, encodeNumbers(members.map((member) => member.firstMs))),
  ]
}

const nobodyFirst = ({ values, known }: Numbers): Numbers => ({
  values: Int32Array.from(values).map((rank, row) => (known?.[row] === 0 ? -1 : rank)),
  known: null,
})

/** The rows of least rank, as they stand in `rows`. */
function sampled(rows: Uint32Array, ranks: Numbers, size: number): Uint32Array {
  const kept = new Uint8Array(rows.length)
  for (const row of orderByNumbers(rows, ranks, false).subarray(0, size)) kept[row] = 1
  return rowsMarked(rows, kept, 1)
}

/**
 * The cohort from its blocks, in typed arrays: some 20 bytes a player beside uid and account. `sample` keeps the players of
 * least rank (see sampleRank), of equal ranks the least uid by its bytes.
 */
export function cohortOf(blocks: CohortBlocks, identity: IdentityRule, sample: number | null): Cohort {
  const uids = joinTexts(blocks.uid)
  const accounts = joinTexts(blocks.account)
  const first = joinNumbers(blocks.first)
  const all = everyRow(first.values.length)
  const memberAt = (row: number): Member => ({
    uid: textAt(uids, row) ?? '',
    account: textAt(accounts, row),
    firstMs: numberAt(first, row) ?? 0,
  })
  const ranks = (): Numbers => ({ values: new Float64Array(all.length).map((_, row) => sampleRank(keyOf(identity, memberAt(row)))), known: null })
  const named = orderByNumbers(orderByNumbers(all, nobodyFirst(ranksOfTexts(accounts)), false), ranksOfTexts(uids), false)
  const chosen = sample === null || sample >= all.length ? named : sampled(named, ranks(), sample)
  const order = orderByNumbers(chosen, first, false)
  return { size: order.length, sampledFrom: all.length, slice: (from, to) => Array.from(order.subarray(from, to), memberAt) }
}
