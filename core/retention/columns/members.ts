import { keyOf, type Member } from '../cohort.ts'
import type { IdentityRule } from '../definition.ts'
import { sampleRank } from '../sampling.ts'
import { encodeNumbers, joinNumbers, type Numbers, numberAt } from './numbers.ts'
import { compareRows, everyRow, orderByNumbers, rowsMarked } from './order.ts'
import type { Block } from './sheet.ts'
import { encodeTexts, joinTexts, type Texts, textAt } from './texts.ts'

/** New players in order of first login, uid, account (none before any). `sampledFrom` is how many there were before a sample was taken. */
export type Cohort = { size: number; sampledFrom: number; slice: (from: number, to: number) => Member[] }

/** Names under which players lie while their analysis runs: as they were found, and in order of first login. */
export const cohortColumns = { uid: 'cohort/uid', account: 'cohort/account', first: 'cohort/first' } as const
export const memberColumns = { uid: 'members/uid', account: 'members/account', first: 'members/first' } as const
type MemberColumns = Record<keyof typeof cohortColumns, string>
/** Columns of players; without accounts nobody has one. */
export type FoundColumns = { uids: Texts; accounts: Texts | null; first: Numbers }

/** Players as blocks under the names `columns`: `from` counts those that come before. */
export function memberBlocks(members: readonly Member[], from: number, columns: MemberColumns = cohortColumns): Block[] {
  if (members.length === 0) return []
  const of = (name: string, data: Uint8Array): Block => ({ name, block: from, size: members.length, data })
  return [
    of(columns.uid, encodeTexts(members.map((member) => member.uid))),
    of(columns.account, encodeTexts(members.map((member) => member.account))),
    of(columns.first, encodeNumbers(members.map((member) => member.firstMs))),
  ]
}

const memberReader =
  ({ uids, accounts, first }: FoundColumns) =>
  (row: number): Member => ({
    uid: textAt(uids, row) ?? '',
    account: accounts && textAt(accounts, row),
    firstMs: numberAt(first, row) ?? 0,
  })

/** The players of one piece, in its order. */
export function membersOf(blocks: Record<keyof MemberColumns, Uint8Array>): Member[] {
  const first = joinNumbers([blocks.first])
  const read = memberReader({ uids: joinTexts([blocks.uid]), accounts: joinTexts([blocks.account]), first })
  return Array.from({ length: first.values.length }, (_, row) => read(row))
}

type Compare = (a: number, b: number) => number

/** By uid, then by account, none before any. */
const byName =
  ({ uids, accounts }: FoundColumns): Compare =>
  (a, b) =>
    compareRows(uids, a, b) || (accounts ? (accounts.known?.[a] ?? 1) - (accounts.known?.[b] ?? 1) || compareRows(accounts, a, b) : 0)

/** Rows in order of a number, and those that are equal by `compare`: they are few, and whole columns need not be ranked for them. */
function ordered(rows: Uint32Array, numbers: Numbers, compare: Compare): Uint32Array {
  const sorted = orderByNumbers(rows, numbers, false)
  const { values } = numbers
  for (let from = 0, to = 1; from < sorted.length; from = to++) {
    while (to < sorted.length && values[sorted[to] as number] === values[sorted[from] as number]) to++
    if (to - from > 1) sorted.subarray(from, to).sort(compare)
  }
  return sorted
}

/** The rows of least rank, as they stand in `all`. */
function sampled(all: Uint32Array, ranks: Numbers, size: number, compare: Compare): Uint32Array {
  const kept = new Uint8Array(all.length)
  for (const row of ordered(all, ranks, compare).subarray(0, size)) kept[row] = 1
  return rowsMarked(all, kept, 1)
}

/**
 * The cohort from its columns, in typed arrays: some 20 bytes a player beside uid and account. `sample` keeps the players of
 * least rank (see sampleRank), of equal ranks the least uid by its bytes.
 */
export function cohortOf(found: FoundColumns, identity: IdentityRule, sample: number | null): Cohort {
  const all = everyRow(found.first.values.length)
  const memberAt = memberReader(found)
  const compare = byName(found)
  const ranks = (): Numbers => ({ values: new Float64Array(all.length).map((_, row) => sampleRank(keyOf(identity, memberAt(row)))), known: null })
  const chosen = sample === null || sample >= all.length ? all : sampled(all, ranks(), sample, compare)
  const order = ordered(chosen, found.first, compare)
  return { size: order.length, sampledFrom: all.length, slice: (from, to) => Array.from(order.subarray(from, to), memberAt) }
}
