import { type ChosenCounts, chosenResult, decisionOn, mineOver, taker } from '#core/datasheets/derive.ts'
import { planDigest, TableDigest } from '#core/datasheets/diff/digest.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import type { ApartRow } from '#core/datasheets/import.ts'
import { findingAt } from '#core/datasheets/mapping/sheet-finding.ts'
import { type KeptOperation, operationLine } from '#core/datasheets/operation.ts'
import { BLOCK_CHARACTERS, BLOCK_OPERATIONS, isApart } from '#core/datasheets/plan-rows.ts'
import type { FindingCount, TableResult } from '#core/datasheets/result.ts'
import { Refusal, RunFailure, refuse } from '#core/shared/refusal.ts'
import { extentOf as apartExtentOf, blockOf } from '#features/datasheets/apart/repository.ts'
import { baseFault, copyFindings, type DerivedTable, type DeriveWork, deriveWork } from '#features/datasheets/derive/repository.ts'
import { tablesChosen } from '#features/datasheets/derive/service.ts'
import { finishPlan, keepOperations, keepTable } from '#features/datasheets/execution/repository.ts'
import type { DiffPayload } from '#features/datasheets/jobs.ts'
import { blocksOf, extentOf } from '#features/datasheets/plans/repository.ts'
import { unpackLines } from '#server/packed-lines.ts'
import { beginSweptAnew, groupsOf } from '#workers/datasheets/keep.ts'
import { inGroups } from '#workers/datasheets/lines.ts'
import type { RunContext, RunHandler } from '#workers/run-context.ts'

const blocksAtOnce = 8

type Context = RunContext<DiffPayload>

/** Makes a plan of the chosen rows of another one, block by block. */
export const handle: RunHandler<DiffPayload> = async (context) => {
  const work = await deriveWork(BigInt(context.runId))
  const tables = chosenTables(work)
  await beginSweptAnew(context, work.planId, ['keep/'])
  // While nobody worked on the choice the base may have been swept.
  const gone = await baseFault(work.baseId)
  if (gone) throw new RunFailure(gone)
  await context.stage(
    'keep',
    tables.reduce((sum, { result }) => sum + 1 + result.insert + result.update + result.delete, 0),
  )
  const results: TableResult[] = []
  const unchecked: Finding[] = []
  for (const [position, table] of tables.entries()) {
    const { result, rows } = await deriveTable(context, work, table, position)
    results.push(result)
    if (rows > 0) unchecked.push(uncheckedRows(result, rows))
  }
  const names = results.map(({ table }) => table)
  const sha256 = planDigest(results)
  const { planId, baseId, schemaFingerprint, addressSha256, readAt } = work
  const findings = counted(
    work.outcome.findings.filter(({ table }) => table !== null && names.includes(table)),
    unchecked,
  )
  return {
    result: { plan: String(planId), sha256, tables: results.length },
    commit: async (tx) => {
      await copyFindings(tx, baseId, planId, names, unchecked)
      await finishPlan(tx, planId, { sha256, schemaFingerprint, addressSha256, readAt, findings, unreadSheets: [], derived: true })
    },
  }
}

function chosenTables({ tables, request }: DeriveWork): DerivedTable[] {
  const chosen = tablesChosen(
    tables.map(({ result }) => result),
    request,
  )
  if (chosen instanceof Refusal) throw new RunFailure(chosen)
  return tables.filter(({ result }) => chosen.includes(result))
}

const uncheckedCode = 'rows_not_checked'

/**
 * Rules and keys were checked with the table as the whole plan would leave it. What a choice makes of it nobody has looked at, and which keys of
 * other tables lead here only the database knows: so it is said of each table.
 */
function uncheckedRows({ table, sheets }: TableResult, rows: number): Finding {
  const { file = '', sheet } = sheets[0] ?? {}
  return findingAt('warning', uncheckedCode, { file, table, ...(sheet === undefined ? {} : { sheet }) }, { rows })
}

/** A choice of a choice has what was said of either. */
function counted(base: readonly FindingCount[], more: readonly Finding[]): FindingCount[] {
  const isSame = (one: FindingCount, { table, code }: Finding): boolean => one.table === table && one.code === code
  const grown = base.map((one) => ({ ...one, count: one.count + more.filter((finding) => isSame(one, finding)).length }))
  const fresh = more.filter((finding) => !base.some((one) => isSame(one, finding)))
  return [...grown, ...fresh.map(({ table, level, code }) => ({ table, level, code, count: 1 }))]
}

/** Operations that are taken, counted, with their digest. The same base and request give the same blocks: a step that was done is known by its number. */
async function deriveTable(context: Context, work: DeriveWork, table: DerivedTable, position: number): Promise<{ result: TableResult; rows: number }> {
  const tally = new Tally()
  const blocks = inGroups(tally.counted(takenLines(work, table, tally)), BLOCK_OPERATIONS, BLOCK_CHARACTERS)
  let next = 0
  for await (const group of groupsOf(blocks)) {
    const first = next
    next += group.length
    await context.step({
      name: `keep/${position}/${first}`,
      work: async () => group,
      commit: async (tx) => {
        for (const [at, lines] of group.entries()) await keepOperations(tx, work.planId, position, first + at, lines)
      },
      memo: () => null,
      advance: group.reduce((sum, lines) => sum + lines.length, 0),
    })
  }
  const chosen = chosenResult(table.result, tally.end())
  const rows = tally.unchecked
  const result = rows > 0 ? { ...chosen, warnings: chosen.warnings + 1 } : chosen
  await context.step({
    name: `keep/${position}`,
    work: async () => result,
    commit: (tx) => keepTable(tx, work.planId, position, result),
    memo: () => null,
  })
  return { result, rows }
}

const choiceIn = <Value>(choices: Readonly<Record<string, Value>> | undefined, table: string): Value | undefined =>
  choices && Object.hasOwn(choices, table) ? choices[table] : undefined

/** The base's operations in the order of their keys, then what was decided on conflicts, in theirs. */
async function* takenLines({ baseId, request }: DeriveWork, { position, result }: DerivedTable, tally: Tally): AsyncGenerator<string[]> {
  const taken = taker(choiceIn(request.rows, result.table))
  const isKept = (line: string): boolean => request.deletes || !line.startsWith('{"op":"delete"')
  let first = 0
  for await (const lines of baseLines(baseId, position)) {
    const kept = lines.filter((line, at) => taken(first + at) && isKept(line))
    tally.unchecked += lines.length - kept.length
    yield kept
    first += lines.length
  }
  if ((result.both ?? 0) === 0) return
  const decisions = choiceIn(request.conflicts, result.table)
  let open = 0
  for await (const { line, index } of apartLines(baseId, position)) {
    const decision = decisionOn(decisions, index)
    if (decision === null) open++
    // Only the runs of plans write them.
    const operation = decision === 'mine' ? mineOver(JSON.parse(line) as ApartRow) : null
    if (operation && isKept(operationLine(operation))) {
      tally.unchecked++
      yield [lineOf(operation)]
    }
  }
  if (open > 0) throw new RunFailure(refuse('conflicts_open', 409, { count: open }))
}

/** The beginning is the line that the digest is taken of; what is kept beside it follows. */
function lineOf({ same, at, ...operation }: KeptOperation): string {
  const beside = JSON.stringify({ same, at })
  return `${operationLine(operation).slice(0, -1)}${beside === '{}' ? '}' : `,${beside.slice(1)}`}`
}

async function* baseLines(planId: bigint, position: number): AsyncGenerator<string[]> {
  const blocks = (await extentOf(planId, position)).map(({ block }) => block)
  for (let at = 0; at < blocks.length; at += blocksAtOnce) {
    for (const { data } of await blocksOf(planId, position, blocks.slice(at, at + blocksAtOnce))) yield await unpackLines(data)
  }
}

/** Rows that both changed, with their places among the rows apart. */
async function* apartLines(planId: bigint, position: number): AsyncGenerator<{ line: string; index: number }> {
  let index = 0
  for (const { block, theirs, both } of await apartExtentOf(planId, position)) {
    const first = index
    index += theirs + both
    const data = both > 0 ? await blockOf(planId, position, block) : null
    for (const [at, line] of (data ? await unpackLines(data) : []).entries()) if (isApart(line, 'both')) yield { line, index: first + at }
  }
}

/** Counts lines on their way, and takes their digest. */
class Tally {
  /** Rows that nobody checked as they will stand: taken against what others changed, or left as they are. */
  unchecked = 0
  private readonly digest = new TableDigest()
  private readonly counts = { insert: 0, update: 0, delete: 0 }
  private readonly byColumn = new Map<string, number>()

  async *counted(pieces: AsyncIterable<string[]>): AsyncGenerator<string[]> {
    for await (const lines of pieces) {
      for (const line of lines) this.count(line)
      yield lines
    }
  }

  private count(line: string): void {
    // Lines of a plan are checked when they are kept.
    const operation = JSON.parse(line) as KeptOperation
    this.digest.add(operation)
    this.counts[operation.op]++
    if (operation.op === 'update') for (const column of Object.keys(operation.cells)) this.byColumn.set(column, (this.byColumn.get(column) ?? 0) + 1)
  }

  end(): ChosenCounts {
    return { ...this.counts, byColumn: this.byColumn, digest: this.digest.hex() }
  }
}
