import { randomUUID } from 'node:crypto'
import excel from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as exportEnvironments } from '#app/api/v1/environments/export/route.ts'
import { GET as listEnvironments } from '#app/api/v1/environments/route.ts'
import { GET as exportSources } from '#app/api/v1/sources/export/route.ts'
import { GET as listSources } from '#app/api/v1/sources/route.ts'
import { call, makePerson } from '#app/api/v1/testing.ts'
import { GET as exportTokens } from '#app/api/v1/tokens/export/route.ts'
import { GET as listTokens, POST as makeToken } from '#app/api/v1/tokens/route.ts'
import { GET as exportUsers } from '#app/api/v1/users/export/route.ts'
import { environmentList } from '#features/environments/schema.ts'
import { addEnvironment, testEnvironment } from '#features/environments/service.ts'
import { addSource, testSource } from '#features/gamelog/service.ts'
import { db } from '#server/database.ts'
import type { RouteHandler } from '#server/http/route.ts'
import { sha256 } from '#server/secrets.ts'

const mark = randomUUID().slice(0, 8)
const secret = `never-shown-${mark}`
const origin = { ip: '127.0.0.1', requestId: 'r' }
let admin: { id: string; token: string }
let viewer: { id: string; token: string }

const who = () => ({
  userId: admin.id,
  name: 'Kim',
  email: '',
  role: 'administrator' as const,
  via: 'session' as const,
  scopes: null,
  mustChangePassword: false,
})

async function get(handler: RouteHandler, path: string, token = admin.token): Promise<Response> {
  const request = new Request(`http://127.0.0.1:3300${path}`, { headers: { authorization: `Bearer ${token}` } })
  return handler(request, { params: Promise.resolve({}) })
}

async function csvOf(response: Response): Promise<string[][]> {
  const text = await response.text()
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((line) => line.replace('\uFEFF', '').split(','))
}

const column = (lines: string[][], name: string) => lines.slice(1).map((line) => line[lines[0]?.indexOf(name) ?? -1])
const lastExport = async (action: string) => (await db.auditEntry.findFirstOrThrow({ where: { action, userId: admin.id }, orderBy: { id: 'desc' } })).detail

async function addPlaces(): Promise<void> {
  const url = `mysql://reader:${secret}@127.0.0.1:1/game`
  for (const [name, kind] of [
    ['b', 'test'],
    ['a', 'production'],
    ['c', 'test'],
  ] as const)
    await addEnvironment(who(), { name: `${name} ${mark}`, kind, url, tables: name === 'a' ? ['item', 'mail'] : [] }, origin)
  await testEnvironment(who(), `a ${mark}`, origin)
  const plain = { prefix: 'p-', zone: 'Asia/Seoul', resetHour: 5, insecureTls: true }
  await addSource(who(), { ...plain, name: `a ${mark}`, url: 'http://127.0.0.1:1', username: 'reader', password: secret }, origin)
  await addSource(who(), { ...plain, name: `b ${mark}`, url: 'https://127.0.0.1:1' }, origin)
  await testSource(who(), `a ${mark}`, origin, {}, 5_000)
}

beforeAll(async () => {
  admin = await makePerson('administrator')
  viewer = await makePerson('viewer')
  await db.user.update({ where: { id: viewer.id }, data: { name: `=viewer ${mark}` } })
  // Two people who were made in the same moment: their order is that of their ids.
  const { createdAt } = await db.user.findUniqueOrThrow({ where: { id: admin.id } })
  await db.user.update({ where: { id: viewer.id }, data: { createdAt } })
  await addPlaces()
}, 60_000)
afterAll(() => db.$disconnect())

describe('people as a sheet', () => {
  it('holds who is found, in the order of the list, as text, and leaves a row', async () => {
    const lines = await csvOf(await get(exportUsers, `/x?q=${mark}&role=viewer`))
    expect(column(lines, 'name')).toEqual([`'=viewer ${mark}`])
    expect(await lastExport('users.export')).toEqual({ format: 'csv', rows: 1, q: mark, role: 'viewer' })
    const emails = async (sort: string) => column(await csvOf(await get(exportUsers, `/x?sort=${sort}`)), 'email')
    expect(await emails('-createdAt')).toEqual((await emails('createdAt')).toReversed())
  })

  it('holds no password, and is a workbook on demand', async () => {
    const book = new excel.Workbook()
    await book.xlsx.load(await (await get(exportUsers, `/x?format=xlsx&q=${mark}`)).arrayBuffer())
    expect(book.worksheets[0]?.getRow(1).values).toEqual([
      undefined,
      ...['id', 'name', 'email', 'role', 'state', 'second_factor', 'sessions', 'seen_at', 'created_at'],
    ])
  })

  it('is refused without the permission, and knows no pages', async () => {
    expect((await get(exportUsers, '/x', viewer.token)).status).toBe(403)
    expect((await get(exportUsers, '/x?page=2')).status).toBe(400)
  })
})

describe("a person's tokens", () => {
  it('are pages, sorted and filtered; without any of it, all', async () => {
    for (const name of ['beta', 'alpha']) await call(makeToken, 'POST', '/x', { token: admin.token, body: { name: `${name} ${mark}`, scopes: ['runs.view'] } })
    const page = await call(listTokens, 'GET', `/x?q=${mark}&sort=name&pageSize=1`, { token: admin.token })
    expect(page.json).toMatchObject({ total: 2, page: 1, pageSize: 1, items: [{ name: `alpha ${mark}` }] })
    expect((await call(listTokens, 'GET', '/x?state=revoked', { token: admin.token })).json).toMatchObject({ items: [], total: 0 })
    expect((await call(listTokens, 'GET', '/x', { token: admin.token })).json).toMatchObject({ total: 3, pageSize: 500 })
  })

  it('as a sheet: own ones only, none that would work', async () => {
    const text = await (await get(exportTokens, '/x?sort=name')).text()
    expect(text).toContain(`alpha ${mark},`)
    expect(text.indexOf(`alpha ${mark}`)).toBeLessThan(text.indexOf(`beta ${mark}`))
    expect(text).not.toContain(admin.token)
    expect(text).not.toContain(sha256(admin.token))
    expect(column(await csvOf(await get(exportTokens, '/x', viewer.token)), 'id')).toHaveLength(1)
    expect(await lastExport('token.export')).toEqual({ format: 'csv', rows: 3, sort: 'name' })
  })
})

describe('environments', () => {
  it('are pages with what the last test came to; without a page all of them, as before', async () => {
    const { json } = await call(listEnvironments, 'GET', `/x?q=${mark}&sort=-name&pageSize=2`, { token: viewer.token })
    expect(json).toMatchObject({ total: 3, items: [{ name: `c ${mark}`, lastTest: null }, { name: `b ${mark}` }] })
    const found = await call(listEnvironments, 'GET', `/x?q=${mark}&kind=production`, { token: viewer.token })
    expect(found.json).toMatchObject({ items: [{ name: `a ${mark}`, lastTest: { fault: 'environment_refused' } }] })
    const all = (await call(listEnvironments, 'GET', '/x', { token: viewer.token })).json
    expect(environmentList.parse(all).items.filter(({ name }) => name.includes(mark))).toHaveLength(3)
  })

  it('as a sheet: without passwords, the last test in it, a row in the audit', async () => {
    const lines = await csvOf(await get(exportEnvironments, `/x?q=${mark}&sort=name`))
    expect(column(lines, 'name')).toEqual([`a ${mark}`, `b ${mark}`, `c ${mark}`])
    expect(column(lines, 'last_test')).toEqual(['environment_refused', '', ''])
    expect(column(lines, 'allowed_tables')).toEqual(['item mail', '', ''])
    expect(JSON.stringify(lines)).not.toContain(secret)
    expect(await lastExport('environments.export')).toEqual({ format: 'csv', rows: 3, q: mark, sort: 'name' })
  })
})

describe('log sources', () => {
  it('are found by how they are spoken to', async () => {
    const names = async (tls: string) => {
      const { json } = await call(listSources, 'GET', `/x?q=${mark}&tls=${tls}`, { token: viewer.token })
      return json
    }
    expect(await names('off')).toMatchObject({ total: 1, items: [{ name: `a ${mark}`, lastTest: { at: expect.any(String), fault: expect.any(String) } }] })
    expect(await names('unchecked')).toMatchObject({ total: 1, items: [{ name: `b ${mark}` }] })
    expect(await names('verified')).toMatchObject({ total: 0 })
  })

  it('as a sheet: without passwords, a row in the audit', async () => {
    const lines = await csvOf(await get(exportSources, `/x?q=${mark}&sort=-name`))
    expect(column(lines, 'tls')).toEqual(['unchecked', 'off'])
    expect(JSON.stringify(lines)).not.toContain(secret)
    expect(await lastExport('sources.export')).toEqual({ format: 'csv', rows: 2, q: mark, sort: '-name' })
  })
})
