import type { Member } from '#core/retention/cohort.ts'
import { type Cohort, cohortColumns, cohortOf, memberBlocks, memberColumns, membersOf } from '#core/retention/columns/members.ts'
import { joinNumbers } from '#core/retention/columns/numbers.ts'
import { joinTexts } from '#core/retention/columns/texts.ts'
import type { IdentityRule } from '#core/retention/definition.ts'
import { deleteBlocks, insertBlocks, listBlocks, plainBytes } from '#features/retention/sheet/repository.ts'
import { readDirectly, type Tx } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

/** Players that are kept together. */
const PIECE = 4_000

/** The cohort of an analysis as far as it was found, in order; see cohortOf. Column after column: each is in memory twice while it is put together. */
export async function findCohort(runId: bigint, identity: IdentityRule, sample: number | null): Promise<Cohort> {
  const uids = joinTexts(await listBlocks(runId, cohortColumns.uid))
  // Where the uid makes the player no account was kept.
  const accounts = identity === 'uid' ? null : joinTexts(await listBlocks(runId, cohortColumns.account))
  const first = joinNumbers(await listBlocks(runId, cohortColumns.first))
  return cohortOf({ uids, accounts, first }, identity, sample)
}

/** Puts the players of an analysis down in their order, in place of all that it wrote before. */
export async function orderCohort(tx: Tx, runId: bigint, cohort: Cohort): Promise<void> {
  await deleteBlocks(tx, runId)
  for (let from = 0; from < cohort.size; from += PIECE) await insertBlocks(tx, runId, memberBlocks(cohort.slice(from, from + PIECE), from, memberColumns))
}

/** `count` players in order of first login, from place `from` of the cohort. @throws when one of them is not there. */
export async function findMembers(runId: bigint, from: number, count: number): Promise<Member[]> {
  const first = Math.floor(from / PIECE) * PIECE
  const names = Prisma.join(Object.values(memberColumns))
  const found = await readDirectly<{ name: string; block: number; data: Uint8Array }>(Prisma.sql`
    SELECT name, block, data FROM retention_column
    WHERE runId = ${runId} AND name IN (${names}) AND block >= ${first} AND block < ${from + count}`)
  const members: Member[] = []
  for (let block = first; block < from + count; block += PIECE) {
    const of = (name: string): Uint8Array => {
      const one = found.find((piece) => piece.block === block && piece.name === name)
      if (!one) throw new Error(`run ${runId} lacks its players from ${block} on`)
      return plainBytes(one.data)
    }
    members.push(...membersOf({ uid: of(memberColumns.uid), account: of(memberColumns.account), first: of(memberColumns.first) }))
  }
  return members.slice(from - first, from - first + count)
}

/** Lets go of the players when their sheet is whole. */
export async function deleteCohort(tx: Tx, runId: bigint): Promise<void> {
  await tx.columnBlock.deleteMany({ where: { runId, name: { in: Object.values(memberColumns) } } })
}
