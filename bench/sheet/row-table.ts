import { metricNames, type SheetRow } from '#core/retention/sheet.ts'
import { db, type Tx } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

/** The table with a row for each player that the columns took the place of, and its statements, as they were. */
const table = Prisma.raw('bench_retention_player')
const text = 'TEXT CHARACTER SET utf8mb4'
const metricType = (name: string): string => (name === 'monster_kill_count' ? 'DOUBLE' : 'INT')
const columns: readonly (readonly [string, string])[] = [
  ['seq', 'INT'],
  ['uid', text],
  ['authId', text],
  ['nickname', text],
  ['firstLoginMs', 'BIGINT'],
  ['country', text],
  ['device', text],
  ['activeSeconds', 'INT'],
  ...metricNames.map((name) => [name, metricType(name)] as const),
]
const names = Prisma.raw(columns.map(([name]) => name).join(', '))
const picked = Prisma.raw(columns.map(([name]) => `j.${name}`).join(', '))
const definitions = Prisma.join(columns.map(([name, type], at) => Prisma.raw(`${name} ${type} PATH '$[${at}]'`)))

export async function createRowTable(): Promise<void> {
  const metrics = Prisma.raw(metricNames.map((name) => `${name} ${metricType(name)} NULL`).join(', '))
  await db.$executeRaw`DROP TABLE IF EXISTS ${table}`
  await db.$executeRaw`
    CREATE TABLE ${table} (runId BIGINT NOT NULL, seq INT NOT NULL, uid VARCHAR(512) NOT NULL, authId VARCHAR(512) NULL, nickname VARCHAR(512) NULL,
      firstLoginMs BIGINT NOT NULL, country VARCHAR(512) NULL, device VARCHAR(512) NULL, activeSeconds INT NOT NULL, ${metrics},
      INDEX (runId, uid), PRIMARY KEY (runId, seq)) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`
}

export const dropRowTable = (): Promise<unknown> => db.$executeRaw`DROP TABLE IF EXISTS ${table}`

export async function insertRows(tx: Tx, runId: bigint, rows: readonly SheetRow[]): Promise<void> {
  const cells = rows.map((row) => {
    const who = [row.seq, row.uid, row.account, row.nickname, row.firstMs, row.country, row.device, row.activeSeconds]
    return [...who, ...metricNames.map((name) => row.metrics[name] ?? null)]
  })
  await tx.$executeRaw`
    INSERT INTO ${table} (runId, ${names}) SELECT ${runId}, ${picked} FROM JSON_TABLE(${JSON.stringify(cells)}, '$[*]' COLUMNS (${definitions})) j`
}

/** One page as the console asked for it: its places, the count, and then its rows. `where` and `by` are the bench's own. */
export async function pageOfRows(runId: bigint, where: string, by: string, skip: number): Promise<number> {
  const [which, order] = [Prisma.raw(where), Prisma.raw(by)]
  const [found, counted] = await Promise.all([
    db.$queryRaw<{ seq: number }[]>`SELECT seq FROM ${table} WHERE runId = ${runId} AND ${which} ORDER BY ${order} LIMIT 50 OFFSET ${skip}`,
    db.$queryRaw<{ total: bigint }[]>`SELECT COUNT(*) AS total FROM ${table} WHERE runId = ${runId} AND ${which}`,
  ])
  const seqs = found.map(({ seq }) => seq)
  if (seqs.length > 0) await db.$queryRaw`SELECT * FROM ${table} WHERE runId = ${runId} AND seq IN (${Prisma.join(seqs)})`
  return Number(counted[0]?.total ?? 0)
}
