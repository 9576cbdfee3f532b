import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { mapping } from '#core/datasheets/mapping/mapping.ts'
import { defaultCaps } from '#core/datasheets/reading/caps.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { countTables } from '#features/datasheets/counts/service.ts'
import type { SheetExport } from '#features/datasheets/exports/schema.ts'
import { exportAct, loadExport, startExport } from '#features/datasheets/exports/service.ts'
import { saveMapping } from '#features/datasheets/mapping/service.ts'
import { insertEnvironment } from '#features/environments/repository.ts'
import { openArtefact } from '#features/runs/artefacts/service.ts'
import { commandRun } from '#features/runs/service.ts'
import { db } from '#server/database.ts'
import { inflatePart } from '#server/files/inflate.ts'
import { openZip } from '#server/files/zip.ts'
import { openGameDatabase } from '#server/game-database.ts'
import { compare } from '#workers/datasheets/testing/compare.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'
import { kill, makePrincipal, spawnWorker, waitFor } from '#workers/testing/harness.ts'

const origin = { ip: '127.0.0.1', requestId: 'test' }
const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-exported-'))
const name = `export 라이브 ${randomUUID().slice(0, 8)}`
let game: Game
let who: Principal
let worker: ChildProcess
let environment: string

function good<T>(answer: T | Refusal): T {
  if (answer instanceof Refusal) throw new Error(`${answer.code} ${JSON.stringify(answer.params)}`)
  return answer
}

beforeAll(async () => {
  who = await makePrincipal()
  game = await makeGame(
    process.env.DATABASE_ADMIN_URL ?? '',
    "CREATE TABLE item (id INT PRIMARY KEY, kind ENUM('sword','shield') NOT NULL, name VARCHAR(40) NOT NULL, note VARCHAR(40) NULL)",
    'CREATE TABLE quest (id INT PRIMARY KEY, title VARCHAR(10) NOT NULL)',
    "INSERT INTO quest VALUES (1, ''), (2, '=1+1')",
  )
  await game.insert(
    'item',
    Array.from({ length: 500 }, (_, n) => [n, n % 2 ? 'sword' : 'shield', `아이템 ${n}`, n % 3 ? null : '']),
  )
  environment = await db.$transaction(async (tx) => (await insertEnvironment(tx, { name, kind: 'production', url: game.url, tables: [] })).id)
  const sliced = mapping.parse({
    tables: [
      {
        table: 'item',
        sheets: [
          { sheet: 'Swords', where: { left: 'kind', op: 'eq', right: 'sword' } },
          { sheet: 'Shields', where: { left: 'kind', op: 'eq', right: 'shield' } },
        ],
      },
    ],
  })
  good(await saveMapping(who, environment, { version: 0, mapping: sliced }, 'en', origin))
  worker = await spawnWorker('workers/main.ts')
})
afterAll(async () => {
  await kill(worker)
  await game.drop()
  rmSync(folder, { recursive: true, force: true })
  await db.$disconnect()
})

async function exported(request: Parameters<typeof startExport>[1]): Promise<SheetExport> {
  const { run } = good(await startExport(who, request, origin))
  const done = await waitFor(run.id, ['succeeded', 'failed'], 40_000)
  expect(done.error).toBeNull()
  return good(await loadExport(who, run.id))
}

async function download({ run, artefact }: SheetExport): Promise<string> {
  const { stream } = good(await openArtefact(who, run.id, artefact?.id ?? '', origin))
  const path = join(folder, artefact?.name ?? '')
  await writeFile(path, stream)
  return path
}

/** The files of an archive with their texts. */
async function partsOf(path: string): Promise<Record<string, string>> {
  const zip = await openZip(path, defaultCaps)
  const parts: Record<string, string> = {}
  for (const [name, entry] of zip.entries) {
    const pieces: Uint8Array[] = []
    await inflatePart(zip, entry, { push: (piece) => void pieces.push(Uint8Array.from(piece)), end: () => {} })
    parts[name] = Buffer.concat(pieces).toString()
  }
  await zip.close()
  return parts
}

const clean = { insert: 0, update: 0, delete: 0, errors: 0 }

describe('the run of an export', { timeout: 90_000 }, () => {
  it('writes all tables, keeps the file, and says that it comes back unchanged because it tried', async () => {
    const found = await exported({ environment: name, format: 'xlsx' })
    expect(found).toMatchObject({ environment: { id: environment, kind: 'production' }, format: 'xlsx', tables: [], mappingVersion: 1 })
    expect(found.outcome).toMatchObject({
      tables: [
        { table: 'item', rows: 500, sheets: ['Swords', 'Shields'] },
        { table: 'quest', rows: 2, sheets: ['quest'] },
      ],
      beyond: [],
      left: [],
      check: clean,
      bytes: found.artefact?.bytes,
      sha256: found.artefact?.sha256,
    })
    expect(found.artefact?.name).toMatch(/^export-라이브-[0-9a-f]{8}_\d{8}-\d{4}\.xlsx$/)
    const path = await download(found)
    const { result } = await compare({
      url: game.url,
      environment,
      paths: [path],
      mapping: (await db.sheetMapping.findFirstOrThrow({ where: { environmentId: environment } })).body,
    })
    expect(result.tables.map(({ table, unchanged }) => [table, unchanged])).toEqual([
      ['item', 500],
      ['quest', 2],
    ])
    expect((await readdir(join(process.env.QUARTERDECK_STATE_DIR ?? '', 'datasheets'))).filter((one) => one.startsWith(`${found.run.id}-`))).toEqual([])
    const viewer: Principal = { ...who, role: 'viewer' }
    expect(good(await loadExport(viewer, found.run.id)).artefact).toBeNull()
    expect(await openArtefact(viewer, found.run.id, found.artefact?.id ?? '', origin)).toMatchObject({ code: 'not_found', status: 404 })
    const downloads = await db.auditEntry.findMany({ where: { action: 'runs.artefact', runId: BigInt(found.run.id) } })
    expect(downloads).toMatchObject([{ detail: { name: found.artefact?.name } }])
    const audited = await db.auditEntry.findMany({ where: { action: 'datasheets.export', runId: BigInt(found.run.id) } })
    expect(audited).toHaveLength(1)
  })

  it('writes chosen tables as CSV files, and says what the mapping keeps from coming back', async () => {
    const found = await exported({ environment, tables: ['quest', 'quest'], format: 'zip' })
    expect(found).toMatchObject({ tables: ['quest'], format: 'zip', artefact: { contentType: 'application/zip' } })
    // A CSV file has no stamp: by this mapping a blank title is an error.
    expect(found.outcome?.check).toMatchObject({ ...clean, errors: 1 })
    const path = await download(found)
    expect(await partsOf(path)).toEqual({ 'quest.csv': "\ufeffid,title\r\n1,\r\n2,'=1+1\r\n" })
  })

  it('names tables that cannot be imported, because their rows have no key', async () => {
    await game.run('CREATE TABLE note (text VARCHAR(10) NULL)', "INSERT INTO note VALUES ('x'), ('x')")
    onTestFinished(() => game.run('DROP TABLE note'))
    const found = await exported({ environment, tables: ['note', 'quest'], format: 'xlsx' })
    expect(found.outcome?.check).toMatchObject({ ...clean, errors: 1, keyless: ['note'] })
  })

  it('names the cell that no sheet can hold', async () => {
    await game.run('CREATE TABLE broken (id INT PRIMARY KEY, `a b` VARCHAR(10) NULL)', "INSERT INTO broken VALUES (7, CONCAT('x', CHAR(1)))")
    onTestFinished(() => game.run('DROP TABLE broken'))
    const { run } = good(await startExport(who, { environment, tables: ['broken'], format: 'xlsx' }, origin))
    const { error } = await waitFor(run.id, ['failed'], 20_000)
    expect(error).toMatchObject({ code: 'export_control_character', params: { table: 'broken', column: 'a b', key: '7', character: 'U+0001', position: 2 } })
  })

  it('is cancelled while the database keeps it waiting, and leaves nothing', async () => {
    const locked = Promise.withResolvers<void>()
    const free = Promise.withResolvers<void>()
    const held = openGameDatabase(game.url).session(async (session) => {
      await session.execute('LOCK TABLES quest WRITE')
      locked.resolve()
      await free.promise
    })
    await locked.promise
    onTestFinished(async () => {
      free.resolve()
      await held
    })
    const { run } = good(await startExport(who, { environment, tables: ['item', 'quest'], format: 'xlsx' }, origin))
    await waitFor(run.id, ({ state, stage }) => state === 'running' && stage === 'write', 20_000)
    good(await commandRun(who, run.id, 'cancel', origin))
    const { artefacts } = await waitFor(run.id, ['cancelled'], 20_000)
    expect(artefacts).toEqual([])
  })

  it.each([
    [{ environment: 'nowhere', format: 'xlsx' as const }, 'environment_unknown'],
    [{ environment: name, tables: ['item', 'no_such'], format: 'xlsx' as const }, 'export_table_unknown'],
  ])('is refused for %o: %s', async (request, code) => {
    expect(await startExport(who, request, origin)).toMatchObject({ code })
  })

  it('is refused to who may not export from there', async () => {
    const viewer: Principal = { ...who, role: 'viewer' }
    expect(await startExport(viewer, { environment: name, format: 'xlsx' }, origin)).toMatchObject({ code: 'environment_forbidden', status: 403 })
  })

  it('begins with the rows of every table, those of another environment beside them', async () => {
    const other = await makeGame(
      process.env.DATABASE_ADMIN_URL ?? '',
      'CREATE TABLE quest (id INT PRIMARY KEY)',
      'CREATE TABLE only_there (id INT PRIMARY KEY)',
    )
    onTestFinished(() => other.drop())
    const beside = await db.$transaction(async (tx) => (await insertEnvironment(tx, { name: `${name} 2`, kind: 'test', url: other.url, tables: [] })).id)
    const counts = good(await countTables(who, { environment: name, beside }, origin))
    expect(counts.tables).toMatchObject([
      { table: 'item', rows: 500, besideRows: null, columns: 4, sheets: ['Swords', 'Shields'], exportable: true },
      { table: 'only_there', rows: null, besideRows: 0, sheets: [], exportable: false },
      { table: 'quest', rows: 2, besideRows: 0, sheets: ['quest'], exportable: true },
    ])
  })

  it('is made at a time', async () => {
    const prepared = good(await exportAct.prepare(who, { environment: name, format: 'xlsx' }, origin))
    expect(prepared).toMatchObject({
      title: { environment: name, tables: 0 },
      environment: { id: environment, kind: 'production' },
      payload: { environment, format: 'xlsx' },
    })
    const { runId } = good(await db.$transaction((tx) => exportAct.start(tx, who, prepared.payload, { scheduleId: 1n, dueAt: new Date() })))
    await waitFor(String(runId), ['succeeded'], 40_000)
    expect(good(await loadExport(who, String(runId))).outcome?.check).toMatchObject(clean)
  })
})
