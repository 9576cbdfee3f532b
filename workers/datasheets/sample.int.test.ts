import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsSql } from '#core/datasheets/mapping/compared.ts'
import { sheetsFor } from '#core/datasheets/mapping/export.ts'
import { sampleMapping } from '#core/datasheets/mapping/testing/sample-mapping.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import { columnCanon, selectExpression } from '#core/datasheets/values/from-database.ts'
import { withTokens } from '#core/datasheets/values/tokens.ts'
import { gameTablesOf } from '#core/sample/game/game.ts'
import type { GameTable } from '#core/sample/game/table.ts'
import { planOf } from '#core/sample/plan.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { saveMapping } from '#features/datasheets/mapping/service.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import { loadPlan, startPlan } from '#features/datasheets/plans/service.ts'
import { exportRows } from '#features/datasheets/rows/service.ts'
import { keepUpload, sweepUploads } from '#features/datasheets/uploads/service.ts'
import { insertEnvironment } from '#features/environments/repository.ts'
import { db } from '#server/database.ts'
import { openGameDatabase, quoteName } from '#server/game-database.ts'
import { readGameSchema } from '#server/game-schema.ts'
import { type BookSheet, writeBook } from '#workers/datasheets/testing/book.ts'
import { hashOfFile } from '#workers/datasheets/testing/hash.ts'
import { makeGameDatabase } from '#workers/sample/databases.ts'
import { kill, makePrincipal, spawnWorker, waitFor } from '#workers/testing/harness.ts'

const mark = randomUUID().slice(0, 8)
const plan = planOf(500, 3, Date.parse('2026-11-15T00:00:00+09:00'))
const address = new URL(process.env.DATABASE_ADMIN_URL ?? '')
address.pathname = ''
const server = openGameDatabase(address.toString())
const databases = { test: `qd_sample_t_${mark}`, production: `qd_sample_p_${mark}` } as const
const urlOf = (environment: keyof typeof databases): string => Object.assign(new URL(address), { pathname: databases[environment] }).toString()
const origin = { ip: '127.0.0.1', requestId: 'test' }
const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-sample-'))
const names = { test: `sample test ${mark}`, production: `sample production ${mark}` }
/** Players are no datasheet. */
const tables = gameTablesOf(plan).slice(0, -1)
let who: Principal
let worker: ChildProcess
let books: string[]

function good<T>(answer: T | Refusal): T {
  if (answer instanceof Refusal) throw new Error(`${answer.code} ${JSON.stringify(answer.params)}`)
  return answer
}

/** The rows of a table as a person would have them in a sheet. */
async function sheetsOf(table: TableDef, all: readonly TableDef[]): Promise<BookSheet[]> {
  const { columns: policies = {} } = sampleMapping.tables.find((one) => one.table === table.name) ?? {}
  const planned = sheetsFor(table, sampleMapping, all) ?? []
  return openGameDatabase(urlOf('test')).session(async (session) => {
    const sheets: BookSheet[] = []
    for (const { sheet, where, columns, headerRow, skipRows } of planned) {
      const { sql, values } = rowsSql(where, table, quoteName)
      const selected = columns.map(({ column }) => `${selectExpression(column, quoteName(column.name))} AS ${quoteName(column.name)}`)
      const found = await session.query(`SELECT ${selected.join(', ')} FROM ${quoteName(table.name)} WHERE ${sql}`, values)
      const rows = found.map((row) =>
        columns.map(({ column }) => {
          const text = withTokens(columnCanon(column)(row[column.name] ?? null), policies[column.name])
          // The writer does not escape what only looks like an escaped character.
          return text === '' ? null : text.replace(/_(?=x[0-9A-F]{4}_)/g, '_x005F_')
        }),
      )
      const above = Array.from({ length: headerRow - 1 }, () => ['임무 시트'])
      const below = skipRows.filter((row) => row > headerRow).map((row) => [`row ${row} says what the columns hold`])
      sheets.push({ name: sheet, rows: [...above, columns.map(({ header }) => header), ...below, ...rows] })
    }
    return sheets
  })
}

beforeAll(async () => {
  who = await makePrincipal()
  const never = new AbortController().signal
  for (const environment of ['test', 'production'] as const) {
    await makeGameDatabase(server, { database: databases[environment], environment, plan }, never)
    await db.$transaction((tx) => insertEnvironment(tx, { name: names[environment], kind: environment, url: urlOf(environment), tables: [] }))
    good(await saveMapping(who, names[environment], { version: 0, mapping: sampleMapping }, 'en', origin))
  }
  const all = await openGameDatabase(urlOf('test')).session((session) => readGameSchema(session, { tables: null }))
  const sheets = await Promise.all(tables.map(async ({ name }) => sheetsOf(all.find((table) => table.name === name) as TableDef, all)))
  const halves = [sheets.slice(0, 4).flat(), [...sheets.slice(4).flat(), { name: 'README', rows: [['how to use this file']] }]]
  books = await Promise.all(halves.map((half, at) => writeBook(join(folder, `Datasheet ${at + 1}.xlsx`), half)))
  worker = await spawnWorker('workers/main.ts')
})
afterAll(async () => {
  await kill(worker)
  await server.session(async (session) => {
    for (const database of Object.values(databases)) await session.execute(`DROP DATABASE ${quoteName(database)}`)
  })
  await db.sheetUpload.updateMany({ data: { expiresAt: new Date(0) } })
  await sweepUploads()
  rmSync(folder, { recursive: true })
  await db.$disconnect()
})

async function compareWith(environment: keyof typeof names): Promise<PlanDetail> {
  const uploads: string[] = []
  for (const path of books) {
    const sent = { name: encodeURIComponent(path), sha256: await hashOfFile(path), bytes: createReadStream(path) }
    uploads.push(good(await keepUpload(who, sent, origin)).id)
  }
  const started = good(await startPlan(who, { environment: names[environment], uploads }, origin))
  const done = await waitFor(started.run.id, ['succeeded', 'failed'], 60_000)
  expect(done.error).toBeNull()
  return good(await loadPlan(who, started.plan.id))
}

async function operationsOf(id: string, table: string): Promise<KeptOperation[]> {
  const { content } = good(await exportRows(who, id, table, {}, origin))
  let lines = ''
  for await (const piece of content) lines += piece
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as KeptOperation)
}

type Expected = { op: string; key: string; columns: string[] }

/** What the game itself says of the next patch: `key` columns from the definition of the table. */
function expectedOf({ name, columns, rows }: GameTable, key: readonly string[]): Expected[] {
  const keyOf = (row: readonly unknown[]) => key.map((column) => String(row[columns.indexOf(column)])).join('/')
  const [before, after] = (['production', 'test'] as const).map((environment) => new Map(rows(plan.seed, environment).map((row) => [keyOf(row), row])))
  const isKept = sampleMapping.tables.find(({ table }) => table === name)?.policy === 'upsert'
  const gone = isKept ? [] : [...(before ?? [])].filter(([id]) => !after?.has(id)).map(([id]) => ({ op: 'delete', key: id, columns: [] }))
  const others = [...(after ?? [])].flatMap(([id, row]) => {
    const old = before?.get(id)
    if (!old) return [{ op: 'insert', key: id, columns: [] }]
    const changed = columns.filter((_, at) => row[at] !== old[at])
    return changed.length ? [{ op: 'update', key: id, columns: changed }] : []
  })
  return [...gone, ...others]
}

/** The one row of the game that stands in its table twice, and in the sheet. */
const oneRowTwice = [
  ['drop_note', 'key_duplicate', 2],
  ['drop_note', 'key_not_unique', 1],
]
const errorsOf = ({ findings }: PlanDetail) => findings.filter(({ level }) => level === 'error').map(({ table, code, count }) => [table, code, count])

const byKey = (a: Expected, b: Expected): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

describe('the sample game', { timeout: 120_000 }, () => {
  it('its sheets against production are exactly the next patch', async () => {
    const found = await compareWith('production')
    expect(errorsOf(found)).toEqual(oneRowTwice)
    expect(found.tables.map(({ table }) => table).sort()).toEqual(tables.map(({ name }) => name).sort())
    expect(found.unreadSheets).toEqual([{ file: 'Datasheet 2.xlsx', sheet: 'README', reason: 'ignored' }])
    for (const table of tables) {
      const result = found.tables.find((one) => one.table === table.name)
      const expected = expectedOf(table, result?.key ?? [])
      const operations = await operationsOf(found.id, table.name)
      const shown = operations.map(({ op, key, cells }) => ({ op, key: Object.values(key).join('/'), columns: op === 'update' ? Object.keys(cells) : [] }))
      expect(shown.sort(byKey), table.name).toEqual(expected.sort(byKey))
      const count = (op: string) => expected.filter((one) => one.op === op).length
      expect([result?.insert, result?.update, result?.delete], table.name).toEqual([count('insert'), count('update'), count('delete')])
    }
    const stuff = await operationsOf(found.id, 'stuff')
    expect(stuff.find(({ op }) => op === 'delete')?.key).toEqual({ id: '1058' })
    expect(stuff.find(({ key }) => key.id === '6060')?.cells).toMatchObject({ stuff_type: [null, null], description: [null, ''], sell_price: [null, '225.50'] })
  })

  it('its sheets against the database that they came from are no difference', async () => {
    const found = await compareWith('test')
    expect(errorsOf(found)).toEqual(oneRowTwice)
    expect(found.totals).toMatchObject({ insert: 0, update: 0, delete: 0 })
    const rows = tables.reduce((sum, table) => sum + table.rows(plan.seed, 'test').length, 0)
    // The two that are one are neither.
    expect(found.totals?.unchanged).toBe(rows - 2)
  })
})
