import { recordAudit } from '#features/audit/repository.ts'
import * as repository from '#features/datasheets/sweeping/repository.ts'
import { lockRun } from '#features/runs/repository.ts'
import { transact } from '#server/database.ts'
import { log } from '#server/log.ts'

const plansAtOnce = 100
/** What one transaction deletes: docs/decisions/030 has how long it takes. */
const blocksAtOnce = 50

/** Says that rows are removed, with what of them there was, before the first of them goes. False: somebody can use them still. */
function markRemoved({ id, runId }: repository.UnusedPlan): Promise<boolean> {
  return transact(async (tx) => {
    // First the run, as its own steps do: one that is tried again meanwhile finds the plan removed, or keeps it from being so.
    await lockRun(tx, runId)
    if (!(await repository.holdUnused(tx, id))) return false
    const { blocks, ...kept } = await repository.setRemoved(tx, id)
    const planId = String(id)
    if (blocks > 0) await recordAudit(tx, { who: null, action: 'datasheets.rows.remove', object: `plan:${planId}`, planId, detail: { ...kept, blocks } })
    return true
  }, 'ReadCommitted')
}

/** Deletes what is kept of a plan's rows, a few blocks at a time. False: something of it may be left. */
async function deleteRows(id: bigint, isOver: () => boolean): Promise<boolean> {
  const gone = { plan: String(id), blocks: 0, bytes: 0 }
  let last: repository.Deleted | null = null
  while (!isOver()) {
    last = await repository.deleteBlocks(id, blocksAtOnce)
    if (last === null || last.blocks === 0) break
    gone.blocks += last.blocks
    gone.bytes += last.bytes
  }
  if (gone.blocks > 0) log.info(gone, 'rows of a plan were deleted')
  return last?.blocks === 0
}

/**
 * Removes rows of plans that nobody can use any more, DATASHEETS_PLAN_KEEP_DAYS after their time was over: of drafts, conflicts that nobody decided on, runs
 * without a result and undo plans that nobody applied. Several may sweep at once, and be killed at any time: who comes next goes on. Works until `signal`
 * aborts, for about `mostMs`; says whether there may be more to do.
 */
export async function sweepPlanRows(signal: AbortSignal, mostMs: number): Promise<boolean> {
  const endsAt = Date.now() + mostMs
  const isOver = () => signal.aborted || Date.now() >= endsAt
  let whole = true
  for (const id of await repository.findLeft(plansAtOnce)) whole = (await deleteRows(id, isOver)) && whole
  for (let some = true; some && !isOver(); ) {
    some = false
    for (const plan of await repository.findUnused(plansAtOnce)) {
      if (isOver()) return true
      const isMarked = await markRemoved(plan)
      some ||= isMarked
      // Whoever has it in hand may be killed before it is done with it.
      whole = isMarked && (await deleteRows(plan.id, isOver)) && whole
    }
  }
  return isOver() || !whole
}
