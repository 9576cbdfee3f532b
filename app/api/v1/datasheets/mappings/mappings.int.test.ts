import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as mapping from '#app/api/v1/datasheets/mappings/[environment]/route.ts'
import * as tryout from '#app/api/v1/datasheets/mappings/[environment]/try/route.ts'
import * as versions from '#app/api/v1/datasheets/mappings/[environment]/versions/route.ts'
import * as schema from '#app/api/v1/datasheets/schema/[environment]/route.ts'
import * as uploads from '#app/api/v1/datasheets/uploads/route.ts'
import { call, makePerson } from '#app/api/v1/testing.ts'
import type { Role } from '#core/shared/permissions.ts'
import type { TryAnswer } from '#features/datasheets/mapping/schema.ts'
import { sweepUploads } from '#features/datasheets/uploads/service.ts'
import { insertEnvironment } from '#features/environments/repository.ts'
import { db } from '#server/database.ts'
import { openGameDatabase } from '#server/game-database.ts'

const path = '/api/v1/datasheets'
const mark = randomUUID().slice(0, 8)
const database = `qd_mapping_${mark}`
const admin = new URL(process.env.DATABASE_ADMIN_URL ?? process.env.DATABASE_URL ?? '')
admin.pathname = ''
const server = openGameDatabase(admin.toString())
const people = {} as Record<Role, Awaited<ReturnType<typeof makePerson>>>
const environment = `game ${mark}`

beforeAll(async () => {
  for (const role of ['viewer', 'operator', 'data_manager', 'administrator'] as const) people[role] = await makePerson(role)
  await server.session((session) => session.execute(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`))
  admin.pathname = database
  await openGameDatabase(admin.toString()).session(async (session) => {
    await session.execute(
      "CREATE TABLE stuff (id INT PRIMARY KEY, stuff_type VARCHAR(4), name VARCHAR(20) NOT NULL, price DECIMAL(8,2) DEFAULT '1.50', made DATE)",
    )
    await session.execute('CREATE TABLE level_guide (level INT PRIMARY KEY, exp BIGINT NOT NULL)')
    await session.execute('CREATE TABLE hidden_one (id INT PRIMARY KEY)')
  })
  const tables = ['stuff', 'level_guide']
  await db.$transaction((tx) => insertEnvironment(tx, { name: environment, kind: 'test', url: admin.toString(), tables }))
  await db.$transaction((tx) => insertEnvironment(tx, { name: `away ${mark}`, kind: 'production', url: 'mysql://u:secret@127.0.0.1:1/game', tables: [] }))
})
afterAll(async () => {
  await server.session((session) => session.execute(`DROP DATABASE ${database}`))
  await db.sheetUpload.updateMany({ data: { expiresAt: new Date(0) } })
  await sweepUploads()
  await db.$disconnect()
})

const place = encodeURIComponent(environment)
const load = (query = '', name = environment) =>
  call(mapping.GET, 'GET', `${path}/mappings/${place}${query}`, { token: people.viewer.token, params: { environment: name } })
const save = (version: number, body: unknown, who: Role = 'data_manager', name = environment) =>
  call(mapping.PUT, 'PUT', `${path}/mappings/${place}`, {
    token: people[who].token,
    params: { environment: name },
    body: { version, mapping: body },
    headers: { 'accept-language': 'en' },
  })

const slices = (rest: string[]) => ({
  tables: [
    {
      table: 'stuff',
      sheets: [
        { sheet: 'Material', where: { left: 'stuff_type', op: 'eq', right: 'M' } },
        { sheet: 'Artifact', where: { left: 'stuff_type', op: 'eq', right: 'AT' } },
        { sheet: 'Others', where: { left: 'stuff_type', op: 'not_in', right: rest } },
      ],
    },
  ],
})

describe('the mapping of an environment', () => {
  it('is empty at first, then has versions with their authors', async () => {
    expect((await load()).json).toMatchObject({ version: 0, latest: 0, author: null, mapping: { tables: [], ignoreSheets: [] } })
    expect(await save(0, slices(['M', 'AT']))).toMatchObject({ status: 200, json: { version: 1, latest: 1, author: 'data_manager', issues: [] } })
    expect((await save(1, { ...slices(['M', 'AT']), ignoreSheets: ['Notes'] })).json).toMatchObject({ version: 2 })
    expect((await load()).json).toMatchObject({
      version: 2,
      mapping: { ignoreSheets: ['Notes'], tables: [{ table: 'stuff', policy: 'sync', sheets: { length: 3 } }] },
    })
    expect((await load('?version=1')).json).toMatchObject({ version: 1, latest: 2, mapping: { ignoreSheets: [] } })
    expect((await load('?version=7')).status).toBe(404)
    const { json } = await call(versions.GET, 'GET', `${path}/mappings/${place}/versions`, { token: people.viewer.token, params: { environment } })
    expect(json.items).toMatchObject([
      { version: 2, author: 'data_manager', tables: 1 },
      { version: 1, author: 'data_manager', tables: 1 },
    ])
    const found = await db.environment.findFirst({ where: { name: environment } })
    expect(await db.auditEntry.count({ where: { action: 'datasheets.mapping.save', object: `environment:${found?.id}` } })).toBe(2)
  })

  it('makes no version of what is there already', async () => {
    const { json } = await load()
    expect((await save(2, json.mapping)).json).toMatchObject({ version: 2 })
  })

  it('is not overwritten by who has not seen the latest version', async () => {
    expect(await save(1, slices(['M', 'AT']))).toMatchObject({ status: 409, json: { code: 'mapping_changed', params: { version: 2, author: 'data_manager' } } })
    const both = await Promise.all([save(2, slices(['M', 'AT'])), save(2, { tables: [] })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const { json } = await load()
    await save(json.version as number, slices(['M', 'AT']))
  })

  it.each([
    ['slices that overlap', slices(['M']), ['mapping.tables.0.sheets'], 'slices_overlap'],
    ['slices with a gap', slices(['M', 'AT', 'T']), ['mapping.tables.0.sheets'], 'slices_gap'],
    ['tables that are none', { tables: [{ table: 'stuf' }, { table: 'hidden_one' }] }, ['mapping.tables.0.table', 'mapping.tables.1.table'], 'table_unknown'],
  ])('refuses %s by name', async (_name, body, paths, code) => {
    const { json, status } = await save((await load()).json.version as number, body)
    expect([status, json.code]).toEqual([422, 'mapping_faulty'])
    const errors = json.errors as { path: string; code: string; detail: string }[]
    expect(errors.map((error) => error.path.replace(/(sheets).*/, '$1'))).toEqual(paths)
    expect(errors[0]?.code).toBe(code)
    expect(errors[0]?.detail.length).toBeGreaterThan(10)
  })

  it('refuses what has not the shape of a mapping', async () => {
    expect(await save(0, { tables: [{ table: 'stuff', policy: 'all' }] })).toMatchObject({ status: 400, json: { code: 'invalid_request' } })
  })

  it('is for those who may, and says when the game database does not answer', async () => {
    expect((await save(0, {}, 'operator')).status).toBe(403)
    expect(await save(0, {}, 'data_manager', 'nowhere')).toMatchObject({ status: 404, json: { code: 'environment_unknown' } })
    const { json } = await save(0, {}, 'data_manager', `away ${mark}`)
    expect(json).toMatchObject({ code: 'environment_refused' })
    expect(JSON.stringify(json)).not.toContain('secret')
  })
})

describe('the schema', () => {
  it('has the tables that the environment lets the console touch, with their columns', async () => {
    const { json } = await call(schema.GET, 'GET', `${path}/schema/${place}`, { token: people.viewer.token, params: { environment } })
    expect((json.tables as { name: string }[]).map(({ name }) => name)).toEqual(['level_guide', 'stuff'])
    expect(json.tables).toMatchObject([
      { primaryKey: ['level'] },
      { columns: [{ name: 'id' }, { name: 'stuff_type', nullable: true }, {}, { declared: 'decimal(8,2)' }, {}] },
    ])
    expect(json.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('a try-out', () => {
  let upload: string
  const text = 'ID,Stuff_Type,이름,price,#note\nint,text,text,number,\n1,M,철,1.5,x\n2,AT,검,,\n3,M,,abc,\n'
  const attempt = async (body: Record<string, unknown>, who: Role = 'operator') => {
    const answer = await call(tryout.POST, 'POST', `${path}/mappings/${place}/try`, {
      token: people[who].token,
      params: { environment },
      body: { upload, sheet: 'Material', ...body },
    })
    return { ...answer, tried: answer.json as unknown as TryAnswer }
  }
  const sheet = { sheet: 'Material', where: { left: 'stuff_type', op: 'eq', right: 'M' }, skipRows: [2], rename: { 이름: 'name' } }

  beforeAll(async () => {
    const headers = {
      authorization: `Bearer ${people.operator.token}`,
      'idempotency-key': randomUUID(),
      'x-file-name': 'Material.csv',
      'x-content-sha256': createHash('sha256').update(text).digest('hex'),
    }
    const response = await uploads.POST(new Request(`http://127.0.0.1:3300${path}/uploads`, { method: 'POST', headers, body: text }), {
      params: Promise.resolve({}),
    })
    upload = ((await response.json()) as { id: string }).id
  })

  it('reads the first rows as a comparison would, by a mapping that nobody has saved', async () => {
    const { tried } = await attempt({ mapping: { tables: [{ table: 'stuff', sheets: [sheet] }] } })
    expect(tried).toMatchObject({ table: 'stuff', ignored: false, key: ['id'], missing: ['made'], complete: true })
    expect(tried.headers.map(({ cell, text: header, column }) => [cell, header, column])).toEqual([
      ['A1', 'ID', 'id'],
      ['B1', 'Stuff_Type', 'stuff_type'],
      ['C1', '이름', 'name'],
      ['D1', 'price', 'price'],
      ['E1', '#note', null],
    ])
    expect(tried.rows.map(({ row, inSlice }) => [row, inSlice])).toEqual([
      [3, true],
      [4, false],
      [5, true],
    ])
    expect(tried.rows[0]?.cells.price).toEqual({ cell: 'D3', raw: '1.5', value: '1.50', default: false, errors: [] })
    expect(tried.rows[2]?.cells.price?.errors).toEqual(['number_unreadable'])
    expect(tried.findings.map(({ code, cell }) => [code, cell])).toEqual(
      expect.arrayContaining([
        ['row_outside_slice', 'B4'],
        ['number_unreadable', 'D5'],
      ]),
    )
    for (const { message, code } of tried.findings) expect(message, code).toMatch(/[가-힣]/)
    // The rest of the table belongs to no sheet yet: said, and no reason not to show the rows.
    expect(tried.issues.map(({ code }) => code)).toContain('slices_gap')
  })

  it('shows the rows of a sheet that lacks the column of its slice, without a word on where they belong', async () => {
    const rest = { ...sheet, where: { left: 'stuff_type', op: 'not_in', right: ['T'] }, ignoreColumns: ['stuff_type'] }
    const { status, tried } = await attempt({ mapping: { tables: [{ table: 'stuff', sheets: [rest] }] } })
    expect([status, tried.rows.map(({ row, inSlice }) => [row, inSlice])]).toEqual([
      200,
      [
        [3, null],
        [4, null],
        [5, null],
      ],
    ])
    expect(tried.findings.map(({ code }) => code)).toContain('header_slice_missing')
  })

  it('reads it into the table that is asked for, and says where nothing leads', async () => {
    expect((await attempt({ mapping: {}, table: 'level_guide' })).tried).toMatchObject({ table: 'level_guide', rows: [] })
    const lost = (await attempt({ mapping: {} })).tried
    expect(lost).toMatchObject({ table: null, ignored: false, rows: [], findings: [{ code: 'sheet_unmatched' }] })
    expect((await attempt({ mapping: { ignoreSheets: ['Material'] } })).tried).toMatchObject({ table: null, ignored: true, findings: [] })
  })

  it('goes by the saved mapping where none is given', async () => {
    expect((await attempt({})).tried).toMatchObject({ table: 'stuff' })
  })

  it.each([
    ['a file that is none', { upload: 'x' }, 404, 'upload_unknown'],
    ['a sheet that is none', { sheet: 'Artifact' }, 404, 'datasheet_sheet_missing'],
    ['a mapping that is none', { mapping: { tables: 1 } }, 400, 'invalid_request'],
  ])('refuses %s', async (_name, body, status, code) => {
    expect(await attempt(body)).toMatchObject({ status, json: { code } })
  })

  it('is for those who may compare', async () => {
    expect((await attempt({}, 'viewer')).status).toBe(403)
  })
})
