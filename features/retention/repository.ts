import type { SheetRow } from '#core/retention/sheet.ts'
import type { Totals } from '#core/retention/summary.ts'
import type { Receipt, Summary } from '#features/retention/schema.ts'
import { toRun } from '#features/runs/repository.ts'
import type { Run } from '#features/runs/schema.ts'
import { db, type Tx } from '#server/database.ts'
import { Prisma, type PlayerRow as StoredPlayer } from '#server/generated/prisma/client.ts'

export type { StoredPlayer }

const withSource = { source: true } as const
export type AnalysisRow = Prisma.AnalysisGetPayload<{ include: typeof withSource }>

export type NewAnalysis = { runId: bigint; sourceId: string; from: Date; to: Date; definition: Prisma.InputJsonValue; definitionHash: string }

export async function insertAnalysis(tx: Tx, analysis: NewAnalysis): Promise<void> {
  await tx.analysis.create({ data: { ...analysis, createdAt: new Date() } })
}

export const findAnalysis = (runId: bigint): Promise<AnalysisRow | null> => db.analysis.findUnique({ where: { runId }, include: withSource })

/** Newest first unless `orderBy` says otherwise. */
export async function listAnalyses(where: Prisma.AnalysisWhereInput, orderBy: Prisma.AnalysisOrderByWithRelationInput[], skip: number, take: number) {
  const [rows, total] = await Promise.all([db.analysis.findMany({ where, include: withSource, orderBy, skip, take }), db.analysis.count({ where })])
  return { rows, total }
}

/** The runs of analyses, by id. */
export async function findRuns(ids: readonly bigint[]): Promise<Map<bigint, Run>> {
  const rows = await db.run.findMany({ where: { id: { in: [...ids] } }, include: { createdBy: { select: { id: true, name: true } } } })
  return new Map(rows.map((row) => [row.id, toRun(row)]))
}

export async function saveOutcome(tx: Tx, runId: bigint, summary: Summary, receipt: Receipt): Promise<void> {
  await tx.analysis.update({ where: { runId }, data: { summary, receipt } })
  await tx.cohortRow.deleteMany({ where: { runId } })
}

/** Everything that the passes of a run wrote: they start over. */
export async function deleteRows(tx: Tx, runId: bigint): Promise<void> {
  await tx.cohortRow.deleteMany({ where: { runId } })
  await tx.playerRow.deleteMany({ where: { runId } })
}

export type CohortMember = { uid: string; firstMs: number }

/** One statement for any number of rows: they travel as one JSON text, which MySQL 8 and MariaDB 10.6 read as a table. */
export async function insertCohort(tx: Tx, runId: bigint, members: readonly (CohortMember & { rank: number })[]): Promise<void> {
  if (members.length === 0) return
  const json = JSON.stringify(members.map(({ uid, firstMs, rank }) => [uid, firstMs, rank]))
  await tx.$executeRaw`
    INSERT INTO retention_cohort (runId, uid, firstLoginMs, sampleRank)
    SELECT ${runId}, j.u, j.f, j.r
    FROM JSON_TABLE(${json}, '$[*]' COLUMNS (u TEXT CHARACTER SET utf8mb4 PATH '$[0]', f BIGINT PATH '$[1]', r BIGINT PATH '$[2]')) j`
}

export const countCohort = (runId: bigint): Promise<number> => db.cohortRow.count({ where: { runId } })

/** Keeps the `size` players of least rank. */
export async function trimCohort(tx: Tx, runId: bigint, size: number): Promise<void> {
  const [last] = await tx.$queryRaw<{ sampleRank: bigint; uid: Uint8Array }[]>`
    SELECT sampleRank, uid FROM retention_cohort WHERE runId = ${runId} ORDER BY sampleRank, uid LIMIT 1 OFFSET ${size - 1}`
  if (!last) return
  await tx.$executeRaw`
    DELETE FROM retention_cohort
    WHERE runId = ${runId} AND (sampleRank > ${last.sampleRank} OR (sampleRank = ${last.sampleRank} AND uid > ${Buffer.from(last.uid)}))`
}

/** The next players in order of first login, then of the uid's bytes. */
export async function listCohortAfter(runId: bigint, after: CohortMember | null, limit: number): Promise<CohortMember[]> {
  const ms = after?.firstMs ?? -1
  const uid = Buffer.from(after?.uid ?? '', 'utf8')
  const rows = await db.$queryRaw<{ uid: Uint8Array; firstLoginMs: bigint }[]>`
    SELECT uid, firstLoginMs FROM retention_cohort
    WHERE runId = ${runId} AND (firstLoginMs > ${ms} OR (firstLoginMs = ${ms} AND uid > ${uid}))
    ORDER BY firstLoginMs, uid LIMIT ${limit}`
  return rows.map((row) => ({ uid: Buffer.from(row.uid).toString('utf8'), firstMs: Number(row.firstLoginMs) }))
}

const column = (name: string, type: string, at: number) => Prisma.raw(`${name} ${type} PATH '$[${at}]'`)
const text = 'TEXT CHARACTER SET utf8mb4'
/** Columns of the table and their types, in the order in which `cellsOf` gives the values. */
const playerColumns: readonly (readonly [string, string])[] = [
  ['seq', 'INT'],
  ['uid', text],
  ['authId', text],
  ['nickname', text],
  ['firstLoginMs', 'BIGINT'],
  ['country', text],
  ['device', text],
  ['activeSeconds', 'INT'],
  ['retentionD1', 'INT'],
  ['tutorialEntry', 'INT'],
  ['tutorialCompleted', 'INT'],
  ['dungeonEntryCount', 'INT'],
  ['dungeonEscapeCount', 'INT'],
  ['monsterKillCount', 'DOUBLE'],
  ['playerKillCount', 'INT'],
  ['matchingCompleteCount', 'INT'],
  ['friendAddCount', 'INT'],
]
const names = Prisma.raw(playerColumns.map(([name]) => name).join(', '))
const picked = Prisma.raw(playerColumns.map(([name]) => `j.${name}`).join(', '))
const definitions = Prisma.join(playerColumns.map(([name, type], at) => column(name, type, at)))

function cellsOf(row: SheetRow): (string | number | null)[] {
  const { retention_d1, tutorial_entry, tutorial_completed, dungeon_entry_count, dungeon_escape_count } = row.metrics
  const { monster_kill_count, player_kill_count, matching_complete_count, friend_add_count } = row.metrics
  const who = [row.seq, row.uid, row.account, row.nickname, row.firstMs, row.country, row.device, row.activeSeconds]
  return [
    ...who,
    retention_d1,
    tutorial_entry,
    tutorial_completed,
    dungeon_entry_count,
    dungeon_escape_count,
    monster_kill_count,
    player_kill_count,
    matching_complete_count,
    friend_add_count,
  ]
}

export async function insertPlayers(tx: Tx, runId: bigint, rows: readonly SheetRow[]): Promise<void> {
  if (rows.length === 0) return
  const json = JSON.stringify(rows.map(cellsOf))
  await tx.$executeRaw`
    INSERT INTO retention_player (runId, ${names})
    SELECT ${runId}, ${picked} FROM JSON_TABLE(${json}, '$[*]' COLUMNS (${definitions})) j`
}

/** Sums over the finished sheet. */
export async function sumPlayers(runId: bigint): Promise<Totals> {
  const [row] = await db.$queryRaw<{ players: bigint; ripe: bigint; retained: unknown; active: unknown; tutorials: unknown }[]>`
    SELECT COUNT(*) AS players, COUNT(retentionD1) AS ripe, COALESCE(SUM(retentionD1), 0) AS retained,
      COALESCE(SUM(activeSeconds), 0) AS active, SUM(tutorialCompleted > 0) AS tutorials
    FROM retention_player WHERE runId = ${runId}`
  if (!row) throw new Error('the database did not count')
  return {
    players: Number(row.players),
    ripeD1: Number(row.ripe),
    retainedD1: Number(row.retained),
    activeSeconds: Number(row.active),
    tutorialCompleted: row.tutorials === null ? null : Number(row.tutorials),
  }
}

/** Null asks for rows where the value is unknown, undefined for all. */
export type PlayerFilter = {
  text?: string | undefined
  retentionD1?: number | null | undefined
  country?: string | null | undefined
  device?: string | null | undefined
}
export type PlayerOrder = { column: SortColumn; descending: boolean }
export type SortColumn = Exclude<keyof StoredPlayer, 'runId' | 'firstLoginMs'>

const like = (part: string): string => `%${part.replace(/[\\%_]/g, '\\$&')}%`
const equal = (name: string, value: string | number | null): Prisma.Sql =>
  value === null ? Prisma.sql`${Prisma.raw(name)} IS NULL` : Prisma.sql`${Prisma.raw(name)} = ${value}`

/** What a filter of the sheet means to the database. */
export function conditionsOf(runId: bigint, filter: PlayerFilter): Prisma.Sql {
  const { text: part, retentionD1, country, device } = filter
  const conditions = [Prisma.sql`runId = ${runId}`]
  if (part) conditions.push(Prisma.sql`(uid LIKE ${like(part)} OR authId LIKE ${like(part)} OR nickname LIKE ${like(part)})`)
  if (retentionD1 !== undefined) conditions.push(equal('retentionD1', retentionD1))
  if (country !== undefined) conditions.push(equal('country', country))
  if (device !== undefined) conditions.push(equal('device', device))
  return Prisma.join(conditions, ' AND ')
}

/** Unknown values come last in both directions; ties stay in the sheet's own order. The name is one of a closed list, never a caller's text. */
export const orderOf = ({ column, descending }: PlayerOrder): Prisma.Sql => Prisma.raw(`${column} IS NULL, ${column} ${descending ? 'DESC' : 'ASC'}, seq`)

/** One page of the sheet. */
export async function listPlayers(
  runId: bigint,
  filter: PlayerFilter,
  order: PlayerOrder,
  skip: number,
  take: number,
): Promise<{ rows: StoredPlayer[]; total: number }> {
  const where = conditionsOf(runId, filter)
  const [found, counted] = await Promise.all([
    db.$queryRaw<{ seq: number }[]>`SELECT seq FROM retention_player WHERE ${where} ORDER BY ${orderOf(order)} LIMIT ${take} OFFSET ${skip}`,
    db.$queryRaw<{ total: bigint }[]>`SELECT COUNT(*) AS total FROM retention_player WHERE ${where}`,
  ])
  const rows = new Map((await db.playerRow.findMany({ where: { runId, seq: { in: found.map((one) => one.seq) } } })).map((row) => [row.seq, row]))
  return { rows: found.flatMap(({ seq }) => rows.get(seq) ?? []), total: Number(counted[0]?.total ?? 0) }
}

/** The next rows of the sheet in its own order. */
export const listPlayersAfter = (runId: bigint, seq: number, limit: number): Promise<StoredPlayer[]> =>
  db.playerRow.findMany({ where: { runId, seq: { gt: seq } }, orderBy: { seq: 'asc' }, take: limit })
