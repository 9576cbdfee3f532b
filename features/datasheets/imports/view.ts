import type { Approval } from '#features/approvals/schema.ts'
import type { ApplyRequest, ImportDetail, ImportQuery, SheetImport } from '#features/datasheets/imports/schema.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import { changedRows, rowsAreGone } from '#features/datasheets/plans/view.ts'

/** In the address of the list. */
export const importFilterNames = ['q', 'environment', 'state', 'table'] as const
export const importStates = ['running', 'applied', 'failed', 'unknown'] as const satisfies readonly SheetImport['state'][]
type Url = { page: number; pageSize: number; sort: string | null; filters: Record<(typeof importFilterNames)[number], string | null> }

/** The address of the list as the API asks for it; what it would refuse is left away. */
export function importFilterOf({ page, pageSize, sort, filters: { q, environment, state, table } }: Url): Partial<ImportQuery> {
  const known = importStates.find((one) => one === state)
  return {
    page,
    pageSize,
    sort: sort ?? '-createdAt',
    ...(q ? { q } : {}),
    ...(environment ? { environment } : {}),
    ...(known ? { state: known } : {}),
    ...(table ? { table } : {}),
  }
}

/** Whether a plan and its latest import say the same of each other: they are told by two answers. */
export const agree = (plan: PlanDetail['state'], last: SheetImport['state']): boolean =>
  (plan === 'applying') === (last === 'running') && (plan === 'applied') === (last === 'applied')

/** Which tables of a plan are meant, by name, and whether rows are deleted from them. */
export type Choice = { tables: readonly string[]; deletes: boolean }
type Table = PlanDetail['tables'][number]

/** Why a table cannot be ticked; null: it can. */
export function notTickable(table: Table): 'same' | 'errors' | null {
  if (changedRows(table) === 0) return 'same'
  return table.errors > 0 ? 'errors' : null
}

const tickable = (plan: Pick<PlanDetail, 'tables'>): string[] => plan.tables.filter((one) => notTickable(one) === null).map(({ table }) => table)

export const sameChoice = (a: Choice, b: Choice): boolean =>
  a.deletes === b.deletes && a.tables.length === b.tables.length && a.tables.every((table) => b.tables.includes(table))

/** What a request for an approval was made for. */
export function choiceOf({ selection: { tables, deletes } }: Pick<Approval, 'selection'>): Choice {
  const names = Array.isArray(tables) ? tables.filter((one) => typeof one === 'string') : []
  return { tables: names, deletes: deletes !== false }
}

/** What is ticked when the page opens: what was asked to be approved, so that all look at the same; else all that can be. */
export function firstChoice(plan: Pick<PlanDetail, 'tables' | 'approvals'>): Choice {
  const all = tickable(plan)
  const asked = plan.approvals.latest
  if (asked?.state === 'pending' || asked?.state === 'approved') {
    const choice = choiceOf(asked)
    if (choice.tables.length > 0 && choice.tables.every((table) => all.includes(table))) return choice
  }
  return { tables: all, deletes: true }
}

export type Written = { tables: number; insert: number; update: number; delete: number; rows: number }

/** The rows of a table that a choice writes. */
export const rowsWritten = (table: Table, { deletes }: Pick<Choice, 'deletes'>) => ({
  insert: table.insert,
  update: table.update,
  delete: deletes ? table.delete : 0,
})

/** How many rows a choice writes; tables of which it writes none are not counted. */
export function writtenBy(plan: Pick<PlanDetail, 'tables'>, choice: Choice): Written {
  const counts = plan.tables.filter(({ table }) => choice.tables.includes(table)).map((table) => rowsWritten(table, choice))
  const sum = (op: 'insert' | 'update' | 'delete') => counts.reduce((total, one) => total + one[op], 0)
  const [insert, update, gone] = [sum('insert'), sum('update'), sum('delete')]
  return { tables: counts.filter((one) => changedRows(one) > 0).length, insert, update, delete: gone, rows: insert + update + gone }
}

/** Whether some of what these tables would change is no part of a choice: rules that were checked with all of it may not hold then. */
export const leavesOut = (tables: readonly Table[], { tables: ticked, deletes }: Choice): boolean =>
  tables.some((one) => changedRows(one) > 0 && (!ticked.includes(one.table) || (!deletes && one.delete > 0)))

/** Tables of a choice that lose so many rows that their names have to be typed. */
export const brakedTables = (plan: Pick<PlanDetail, 'risks'>, choice: Choice): string[] =>
  choice.deletes ? plan.risks.filter(({ table, braked }) => braked && choice.tables.includes(table)).map(({ table }) => table) : []

/** What is asked of the server once everything that has to be typed was typed as it should be. */
export function applyRequestOf(plan: Pick<PlanDetail, 'sha256' | 'environment' | 'tables' | 'risks'>, choice: Choice, reason: string): ApplyRequest {
  const { environment, sha256 } = plan
  const braked = brakedTables(plan, choice)
  return {
    sha256: sha256 ?? '',
    tables: [...choice.tables],
    deletes: choice.deletes,
    reason,
    ...(environment.kind === 'production' ? { confirm: { environment: environment.name, rows: writtenBy(plan, choice).rows } } : {}),
    ...(braked.length > 0 ? { confirmTables: braked } : {}),
  }
}

/** What an approval lacks: it was never asked for, was for another choice, or does not count any more. */
export type AskReason = 'first' | 'other' | 'expired' | 'void' | 'used'

export type Step =
  | {
      code:
        | 'computing'
        | 'failed'
        | 'conflicts'
        | 'nothing'
        | 'mend'
        | 'moved'
        | 'unknown'
        | 'choose'
        | 'derive'
        | 'rejected'
        | 'apply'
        | 'applying'
        | 'applied'
        | 'expired'
        | 'removed'
        | 'elsewhere'
    }
  | { code: 'ask'; why: AskReason }
  | { code: 'waiting'; left: number }

/** How many more people have to agree. */
export const approvalsLeft = ({ required, decisions }: Pick<Approval, 'required' | 'decisions'>): number =>
  Math.max(0, required - decisions.filter(({ verdict }) => verdict === 'approve').length)

function approvalStep({ required, latest }: PlanDetail['approvals'], choice: Choice): Step {
  const asked = latest && sameChoice(choiceOf(latest), choice) ? latest : null
  if (asked?.state === 'approved') return { code: 'apply' }
  if (required === 0) return { code: 'apply' }
  if (!latest) return { code: 'ask', why: 'first' }
  if (!asked) return { code: 'ask', why: 'other' }
  if (asked.state === 'pending') return { code: 'waiting', left: approvalsLeft(asked) }
  if (asked.state === 'rejected') return { code: 'rejected' }
  return { code: 'ask', why: asked.state === 'expired' || asked.state === 'used' ? asked.state : 'void' }
}

type Next = Pick<PlanDetail, 'state' | 'tables' | 'approvals' | 'conflicts' | 'rowsRemovedAt' | 'environmentMoved'>

/** What is to be done next with a plan. `last`: its latest import. `leftOut`: rows that are to be none of it, which makes another plan of it. */
export function nextStep(plan: Next, choice: Choice, last: Pick<ImportDetail, 'state' | 'moved'> | null, leftOut = 0): Step {
  if (rowsAreGone(plan)) return { code: 'removed' }
  if (last?.state === 'unknown' && plan.state !== 'applied') return { code: 'unknown' }
  if (plan.environmentMoved && (plan.state === 'draft' || plan.state === 'conflicted')) return { code: 'elsewhere' }
  if (plan.state === 'conflicted') return { code: 'conflicts' }
  if (plan.state !== 'draft') return { code: plan.state }
  if (plan.tables.every((table) => changedRows(table) === 0)) return { code: plan.tables.some(({ errors }) => errors > 0) ? 'mend' : 'nothing' }
  if (tickable(plan).length === 0) return { code: 'mend' }
  if (last?.state === 'failed' && last.moved > 0) return { code: 'moved' }
  if (writtenBy(plan, choice).rows === 0) return { code: 'choose' }
  if (leftOut > 0) return { code: 'derive' }
  return approvalStep(plan.approvals, choice)
}

export type Cure = 'undo' | 'databases' | 'again' | 'base' | 'upload'
type Past = Pick<PlanDetail, 'origin' | 'undoOf' | 'source' | 'files' | 'base' | 'rowsRemovedAt'>

/** How to get a plan like one that time has passed by: from the same files or databases, from what it was chosen from, or by sending the files again. */
export function cureOf({ origin, undoOf, source, files, base, rowsRemovedAt }: Past): Cure {
  if (undoOf !== null) return 'undo'
  // What a choice was made from is older than the choice.
  if (source !== null && (origin === 'compare' || rowsRemovedAt !== null)) return 'databases'
  if (files.length > 0 && files.every(({ kept }) => kept)) return 'again'
  return base === null || rowsRemovedAt !== null ? 'upload' : 'base'
}

/** The way of a plan, and where it stands. Environments that want no approval have no such stage. */
export const stages = ['compare', 'choose', 'approve', 'import'] as const
export type Stage = (typeof stages)[number]
export const stagesOf = ({ approvals }: Pick<PlanDetail, 'approvals'>): Stage[] =>
  stages.filter((stage) => stage !== 'approve' || approvals.required > 0 || approvals.latest !== null)

const stageByStep: Record<Step['code'], Stage> = {
  computing: 'compare',
  failed: 'compare',
  nothing: 'compare',
  mend: 'compare',
  moved: 'compare',
  unknown: 'compare',
  expired: 'compare',
  removed: 'compare',
  elsewhere: 'compare',
  conflicts: 'choose',
  choose: 'choose',
  derive: 'choose',
  ask: 'approve',
  waiting: 'approve',
  rejected: 'approve',
  apply: 'import',
  applying: 'import',
  applied: 'import',
}
export const stageOf = ({ code }: Step): Stage => stageByStep[code]

export type Side = 'mine' | 'theirs'
/** Decisions on the conflicts of tables: by the place of the row, and one for all that have none of their own. */
export type Decisions = Readonly<Record<string, { all?: Side; rows: Readonly<Record<string, Side>> }>>

/** How many conflicts nobody has decided on. */
export function openConflicts(tables: readonly Pick<Table, 'table' | 'both'>[], decisions: Decisions): number {
  return tables.reduce((open, { table, both = 0 }) => {
    const made = decisions[table]
    return open + (made?.all ? 0 : Math.max(0, both - Object.keys(made?.rows ?? {}).length))
  }, 0)
}

type Row = Readonly<Record<string, string | null>> | null

/** The columns in which the versions of a row differ, then none of the others. A row that is not there differs in all. */
export function differingColumns(versions: readonly Row[]): string[] {
  const names = [...new Set(versions.flatMap((row) => Object.keys(row ?? {})))]
  const first = (name: string): string | null | undefined => versions[0]?.[name]
  return names.filter((name) => versions.some((row) => row?.[name] !== first(name)))
}
