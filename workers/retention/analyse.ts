import { BLOCK_PLAYERS, pieces } from '#core/retention/chunks.ts'
import type { Candidate, Member } from '#core/retention/cohort.ts'
import { memberBlocks } from '#core/retention/columns/members.ts'
import { type Block, blocksOf } from '#core/retention/columns/sheet.ts'
import { type Definition, readDefinition } from '#core/retention/definition.ts'
import type { LogMapping } from '#core/retention/mapping.ts'
import { fieldsOf, loginFamily } from '#core/retention/metrics.ts'
import type { CohortKey } from '#core/retention/queries/cohort.ts'
import type { SheetRow } from '#core/retention/sheet.ts'
import type { Range } from '#core/retention/window.ts'
import { connectionOf } from '#features/gamelog/repository.ts'
import { deleteCohort, findCohort, findMembers, orderCohort } from '#features/retention/cohort/repository.ts'
import type { AnalysePayload } from '#features/retention/jobs.ts'
import { type AnalysisRow, findAnalysis, saveOutcome } from '#features/retention/repository.ts'
import { deleteBlocks, findSheet, insertBlocks } from '#features/retention/sheet/repository.ts'
import type { Tx } from '#server/database.ts'
import { openSearch, type SearchClient } from '#server/search/client.ts'
import { ChunkTooBig, leastRefused, SnapshotLost } from '#server/search/errors.ts'
import { type Executor, executor } from '#server/search/execute.ts'
import { type Found, preflight } from '#server/search/preflight.ts'
import { closeSnapshot, openSnapshot, type Snapshot } from '#server/search/snapshot.ts'
import { Interrupted } from '#workers/interrupted.ts'
import { countLogins, countLoginsWithoutAccount, readCohortPage } from '#workers/retention/cohort.ts'
import { countSheet, writeRanks } from '#workers/retention/finish.ts'
import { findPlainFields } from '#workers/retention/first-logins.ts'
import { letGo } from '#workers/retention/let-go.ts'
import { type NicknameCounts, readNicknamesOf } from '#workers/retention/nicknames.ts'
import { chunkPace, type Pace } from '#workers/retention/pace.ts'
import { prepareReading, type Reading, readPlayers, type Way } from '#workers/retention/players.ts'
import { readAhead } from '#workers/retention/read-ahead.ts'
import { historyBefore, receiptOf } from '#workers/retention/receipt.ts'
import { incomplete, type Scan } from '#workers/retention/scan.ts'
import { type Spent, type SpentMeter, spentMeter, sumOf } from '#workers/retention/spent.ts'
import type { RunContext, RunHandler, RunOutcome } from '#workers/run-context.ts'

type Context = RunContext<AnalysePayload>
type Opened = { snapshot: Snapshot; found: Found; logins: number; loginsWithoutAccount: number | null; startedAt: number; spent: Spent }
type Paged = { after: CohortKey | null; candidates: number; fresh: number; severalAccounts: number; documents: number; total: number; spent: Spent }
type Chunked = { players: number; spent: Spent; named?: NicknameCounts; way?: Way }
type Job = {
  context: Context
  runId: bigint
  row: AnalysisRow
  settings: Definition
  window: Range
  client: SearchClient
  run: Executor
  spent: SpentMeter
  /** The snapshot that the cluster keeps for this run; `kept` says that its step is, so that another attempt would find it. */
  held: { snapshot: Snapshot; kept: boolean } | null
}

/** Snapshots lost in a row before the run gives up: the cluster is then not fit to be read from. */
const MOST_SNAPSHOTS = 3

/** For fewer players a server that has just started spends more on two more scripts than they save. */
const MANY = 20_000

const mappingOf = ({ fields: { uid, authId }, families, nestedIndices }: Found): LogMapping => ({ uid, authId, families, nestedIndices })

async function open(job: Job): Promise<Opened> {
  await job.context.stage('preflight', 1)
  const opened = await job.context.step({
    name: 'snapshot',
    work: async () => {
      const startedAt = Date.now()
      const snapshot = await openSnapshot(job.run, job.row.source.prefix)
      job.held = { snapshot, kept: false }
      const { metrics, identity } = job.settings
      const families = metrics.map(({ family }) => family)
      const bodyFields = (family: string) => fieldsOf(metrics, family)
      const options = { prefix: job.row.source.prefix, snapshot, families, bodyFields, byAccount: identity !== 'uid' }
      const found = await preflight(job.client, options, job.run)
      const scan = { run: job.run, snapshot, mapping: mappingOf(found) }
      const logins = await countLogins(scan, job.window, job.settings.identity)
      const loginsWithoutAccount = job.settings.identity === 'uid' ? null : await countLoginsWithoutAccount(scan, job.window)
      return { snapshot, found, logins, loginsWithoutAccount, startedAt, spent: job.spent.take() }
    },
    says: ({ snapshot, found, logins }) => ({
      code: snapshot.openedAt < job.window.to ? 'snapshot_opened_early' : 'snapshot_opened',
      params: { indices: found.indices.length, logins, horizon: found.horizon?.slice(0, 10) ?? '–' },
    }),
    memo: (work) => work,
  })
  job.held = { snapshot: opened.snapshot, kept: true }
  return opened
}

const historyOf = (job: Job): Partial<Range> => historyBefore(job.window, job.settings.lookbackDays)

/** In small pieces: a page of long uids is more than a statement should carry. */
const cohortBlocks = (job: Job, fresh: readonly Candidate[], known: number): Block[] =>
  pieces(fresh, BLOCK_PLAYERS).flatMap((some, i) =>
    memberBlocks(
      some.map((one) => memberOf(job, one)),
      known + i * BLOCK_PLAYERS,
    ),
  )

/** Where the uid makes the player, the account is read with the first login and need not be kept. */
const memberOf = (job: Job, { uid, account, first }: Candidate): Member => ({
  uid,
  account: job.settings.identity === 'uid' ? null : account,
  firstMs: first,
})

async function gatherCohort(job: Job, scan: Scan, logins: number): Promise<Paged[]> {
  await job.context.stage('cohort', logins)
  const pages: Paged[] = []
  for (let after: CohortKey | null = null; pages.length === 0 || after; after = pages.at(-1)?.after ?? null) {
    const from = after
    const known = pages.reduce((sum, page) => sum + page.fresh, 0)
    pages.push(
      await job.context.step({
        name: `cohort/${pages.length}`,
        work: () => readCohortPage(scan, job.window, historyOf(job), from, job.settings.identity),
        commit: (tx, page) => insertBlocks(tx, job.runId, cohortBlocks(job, page.fresh, known)),
        memo: ({ fresh, ...page }) => ({ ...page, fresh: fresh.length, spent: job.spent.take() }),
        advance: 0,
      }),
    )
  }
  const documents = pages.reduce((sum, page) => sum + page.documents, 0)
  if (documents !== logins) throw incomplete(`the cohort's pages hold ${documents} of ${logins} logins`)
  return pages
}

/** Puts the new players down in order of first login and lets go of them: however many they are, each chunk reads its own. */
async function orderPlayers(job: Job, pages: readonly Paged[]): Promise<{ size: number; sampledFrom: number }> {
  const count = (of: (page: Paged) => number): number => pages.reduce((sum, page) => sum + of(page), 0)
  const fresh = count((page) => page.fresh)
  return job.context.step({
    name: 'cohort/ordered',
    work: () => {
      letGo(fresh)
      return findCohort(job.runId, job.settings.identity, job.settings.sample)
    },
    commit: (tx, cohort) => orderCohort(tx, job.runId, cohort),
    says: () => ({ code: 'cohort_found', params: { players: fresh, seenBefore: count((page) => page.candidates) - fresh } }),
    memo: ({ size, sampledFrom }) => ({ size, sampledFrom }),
    advance: 0,
  })
}

type Chunk = { rows: SheetRow[]; named: NicknameCounts; way: Way }

/** Rows of `count` players with their nicknames; a table of players that cannot be read is told once a chunk. */
async function readChunk(job: Job, scan: Scan, reading: Reading, from: number, count: number): Promise<Chunk> {
  const members = await findMembers(job.runId, from, count)
  const uids = members.map(({ uid }) => uid)
  const [{ rows, way }, nicknames] = await Promise.all([readPlayers(scan, reading, members, from), readNicknamesOf(scan, job.settings.nickname, uids)])
  if (nicknames.problem) await job.context.log('warn', 'nicknames_unread', { code: nicknames.problem.refusal.code })
  return { rows: rows.map((row) => ({ ...row, nickname: nicknames.names.get(row.uid) ?? null })), named: nicknames.counts, way }
}

/**
 * The sheet of `size` players, chunk by chunk, each with as many players as the cluster answers quickly for. Where a chunk
 * ends is known once it was written: its memo says so, and another attempt goes on from there.
 */
async function readSheet(job: Job, scan: Scan, found: Found, size: number): Promise<Chunked[]> {
  const login = scan.mapping.families[loginFamily]
  const reading = prepareReading(scan.mapping, job.settings, login && size >= MANY ? await findPlainFields(scan.run, found.pattern, login) : null)
  const metrics = job.settings.metrics.map(({ name }) => name)
  const pace: Pace = chunkPace(scan)
  const read = readAhead(size, pace.size, (from, count) => pace.watch(count, (watched) => readChunk(job, watched, reading, from, count)))
  await job.context.stage('players', size)
  const chunks: Chunked[] = []
  for (let seq = 0; seq < size; seq += chunks.at(-1)?.players ?? size) {
    const from = seq
    const memo: Chunked = await job.context.step({
      name: `players/from-${from}`,
      work: () => read(from),
      commit: (tx, { rows }) =>
        insertBlocks(
          tx,
          job.runId,
          pieces(rows, BLOCK_PLAYERS).flatMap((some) => blocksOf(some, metrics)),
        ),
      memo: ({ rows, named, way }) => ({ players: rows.length, named, way, spent: job.spent.take() }),
      advance: ({ rows }) => rows.length,
    })
    chunks.push(memo)
  }
  return chunks
}

async function analyseOnce(job: Job): Promise<RunOutcome> {
  const opened = await open(job)
  const scan: Scan = { run: job.run, snapshot: opened.snapshot, mapping: mappingOf(opened.found) }
  const pages = await gatherCohort(job, scan, opened.logins)
  const { size, sampledFrom } = await orderPlayers(job, pages)
  const chunks = await readSheet(job, scan, opened.found, size)
  await job.context.stage('finish')
  await closeSnapshot(job.client, opened.snapshot)
  const spent = sumOf([opened, ...pages, ...chunks])
  const sheet = await findSheet(job.row)
  await writeRanks(job.context, sheet)
  const { summary, facts } = await countSheet(sheet, job.settings.sample === null ? null : sampledFrom)
  const receipt = receiptOf({
    ...job,
    ...opened,
    pages,
    spent,
    named: chunks.flatMap((chunk) => chunk.named ?? []),
    ways: chunks.flatMap((chunk) => chunk.way ?? []),
  })
  await job.context.artefact({ name: 'receipt.json', contentType: 'application/json', content: `${JSON.stringify({ summary, receipt }, null, 2)}\n` })
  const commit = async (tx: Tx): Promise<void> => {
    await saveOutcome(tx, job.runId, summary, receipt, facts)
    await deleteCohort(tx, job.runId)
  }
  return { result: { ...summary }, commit }
}

/** Starts over on a new snapshot when the old one is gone: rows of two snapshots are never mixed. */
async function analyse(job: Job): Promise<RunOutcome> {
  for (let lost = 0; ; ) {
    try {
      return await analyseOnce(job)
    } catch (error) {
      lost++
      if (error instanceof ChunkTooBig) throw leastRefused(error.cause)
      if (!(error instanceof SnapshotLost) || lost >= MOST_SNAPSHOTS) throw error
      await job.context.log('warn', 'snapshot_lost')
      await job.context.forget(['snapshot', 'cohort/', 'players/', 'finish/'], (tx) => deleteBlocks(tx, job.runId))
    }
  }
}

/** Whether another attempt may read on from the snapshot: after a pause, a fault, a retry by hand. A cancel frees the cluster at once. */
const mayGoOn = ({ kept }: { kept: boolean }, { reason }: AbortSignal): boolean => kept && !(reason instanceof Interrupted && reason.why === 'cancel')

export const handle: RunHandler<AnalysePayload> = async (context) => {
  const runId = BigInt(context.runId)
  const row = await findAnalysis(runId)
  if (!row) throw new Error(`run ${context.runId} has no analysis`)
  const client = openSearch(connectionOf(row.source))
  // What was read ahead stops with the run, however it ends.
  const over = new AbortController()
  const run = executor(client, { signal: AbortSignal.any([context.signal, over.signal]) })
  const window = { from: row.from.getTime(), to: row.to.getTime() }
  const settings = readDefinition(row.definition)
  const job: Job = { context, runId, row, settings, window, client, run, spent: spentMeter(run.stats), held: null }
  try {
    return await analyse(job)
  } catch (error) {
    over.abort()
    if (job.held && !mayGoOn(job.held, context.signal)) await closeSnapshot(client, job.held.snapshot)
    throw error
  } finally {
    over.abort()
    await client.close()
  }
}
