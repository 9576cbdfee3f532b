import { randomUUID } from 'node:crypto'
import excel from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as hours } from '#app/api/v1/retention/analyses/[id]/by-hour/route.ts'
import { GET as exportPlayers } from '#app/api/v1/retention/analyses/[id]/players/export/route.ts'
import { GET as exportAnalyses } from '#app/api/v1/retention/analyses/export/route.ts'
import { GET as exportRuns } from '#app/api/v1/runs/export/route.ts'
import { call, makePerson } from '#app/api/v1/testing.ts'
import { blocksOf } from '#core/retention/columns/sheet.ts'
import { definitionOf } from '#core/retention/definition.ts'
import { metricNames, type SheetRow } from '#core/retention/sheet.ts'
import { insertBlocks } from '#features/retention/sheet/repository.ts'
import { db } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'
import type { RouteHandler } from '#server/http/route.ts'

const rows = 10_000
const mark = randomUUID()
const formula = '=HYPERLINK("http://evil.test")'
const source = `s-${mark}`
let operator: { id: string; token: string }
let viewer: { id: string; token: string }
let analysis: bigint

async function get(handler: RouteHandler, path: string, token: string, params: Record<string, string> = {}): Promise<Response> {
  const request = new Request(`http://127.0.0.1:3300${path}`, { headers: { authorization: `Bearer ${token}` } })
  return handler(request, { params: Promise.resolve(params) })
}

async function csvOf(response: Response): Promise<string[]> {
  const text = await response.text()
  return text.split('\r\n').slice(0, -1)
}

async function bookOf(response: Response): Promise<excel.Worksheet> {
  const book = new excel.Workbook()
  await book.xlsx.load(await response.arrayBuffer())
  const [sheet] = book.worksheets
  if (!sheet) throw new Error('no sheet')
  return sheet
}

async function insertRuns(): Promise<void> {
  const now = new Date()
  const one = (about: string, state: string) => ({
    kind: 'sample.load',
    title: { about },
    keywords: mark,
    payload: {},
    stages: ['write'],
    state,
    createdById: operator.id,
    createdAt: now,
    updatedAt: now,
  })
  for (let from = 0; from < rows; from += 2_000)
    await db.run.createMany({ data: Array.from({ length: 2_000 }, (_, index) => one(`run ${from + index}`, index % 10 === 0 ? 'failed' : 'succeeded')) })
  await db.run.create({ data: one(formula, 'cancelled') })
}

const hourMs = 3_600_000
const from = Date.parse('2026-10-01T00:00:00Z')

async function insertAnalysis(): Promise<bigint> {
  const now = new Date()
  const made = { id: randomUUID(), name: source, url: 'http://127.0.0.1:9', prefix: 'p-', zone: 'Asia/Seoul', resetHour: 0, createdAt: now, updatedAt: now }
  const log = await db.logSource.create({ data: made })
  const run = await db.run.create({
    data: {
      kind: 'retention.analyse',
      title: {},
      keywords: '',
      payload: {},
      stages: [],
      state: 'succeeded',
      createdById: operator.id,
      createdAt: now,
      updatedAt: now,
    },
  })
  await db.analysis.create({
    data: {
      runId: run.id,
      sourceId: log.id,
      from: new Date(from),
      to: new Date(from + 3 * hourMs),
      definition: definitionOf({
        sourceId: log.id,
        prefix: 'p-',
        window: { from, to: from + 3 * hourMs },
        lookbackDays: null,
        sample: null,
      }) as Prisma.InputJsonObject,
      definitionHash: '0'.repeat(64),
      createdAt: now,
    },
  })
  const player = (seq: number, firstMs: number, retentionD1: number | null, country: string): SheetRow => ({
    seq,
    uid: seq === 0 ? formula : `u${seq}`,
    account: null,
    nickname: null,
    firstMs,
    country,
    device: null,
    activeSeconds: 5,
    metrics: { retention_d1: retentionD1 },
  })
  const players = [player(0, from, 1, 'KR'), player(1, from + hourMs - 1, 0, 'JP'), player(2, from + 2 * hourMs, null, 'KR')]
  await db.$transaction((tx) => insertBlocks(tx, run.id, blocksOf(players, metricNames)))
  return run.id
}

beforeAll(async () => {
  operator = await makePerson('operator')
  viewer = await makePerson('viewer')
  await insertRuns()
  analysis = await insertAnalysis()
}, 60_000)
afterAll(() => db.$disconnect())

describe('58: runs as a sheet', () => {
  it('has every page of what the filters find, as CSV', async () => {
    const response = await get(exportRuns, `/api/v1/runs/export?q=${mark}`, viewer.token)
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toMatch(/filename="runs_\d{8}_\d{6}Z\.csv"/)
    const lines = await csvOf(response)
    expect(lines).toHaveLength(rows + 2)
    expect(lines[0]).toMatch(/^\uFEFF?id,kind,about,state/)
    expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(rows + 2)
    // Newest first, and text that a spreadsheet would run stays text.
    expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil.test"")"`)
  })

  it('reads back as a workbook', async () => {
    const sheet = await bookOf(await get(exportRuns, `/api/v1/runs/export?format=xlsx&q=${mark}`, viewer.token))
    expect(sheet.actualRowCount).toBe(rows + 2)
    expect(sheet.getCell('C2').value).toBe(formula)
    expect(sheet.getCell('C2').type).toBe(excel.ValueType.String)
  })

  it('follows the filters', async () => {
    expect(await csvOf(await get(exportRuns, `/api/v1/runs/export?q=${mark}&state=failed`, viewer.token))).toHaveLength(rows / 10 + 1)
    expect(await csvOf(await get(exportRuns, `/api/v1/runs/export?q=nothing-${mark}`, viewer.token))).toHaveLength(1)
    expect((await get(exportRuns, '/api/v1/runs/export?page=2', viewer.token)).status).toBe(400)
  })

  it('is in the order of the list', async () => {
    const states = async (sort: string) => (await csvOf(await get(exportRuns, `/api/v1/runs/export?q=${mark}&sort=${sort}`, viewer.token))).slice(1)
    const column = (lines: string[], at: number) => lines.map((line) => line.split(',')[at])
    const byState = await states('state')
    expect(byState[0]).toContain('cancelled')
    expect([...new Set(column(byState.slice(1), 3))]).toEqual(['failed', 'succeeded'])
    const ids = column(await states('id'), 0).map(Number)
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    expect(column(await states('-id'), 0).map(Number)).toEqual(ids.toReversed())
    expect(column(await states('-createdAt'), 0).map(Number)).toEqual(ids.toReversed())
  })

  it('leaves a row in the audit', async () => {
    await csvOf(await get(exportRuns, `/api/v1/runs/export?q=audit-${mark}`, viewer.token))
    const entries = await db.auditEntry.findMany({ where: { userId: viewer.id, action: 'runs.export' } })
    expect(entries.map((entry) => entry.detail)).toContainEqual({ format: 'csv', rows: 0, q: `audit-${mark}` })
  })
})

describe('58: analyses and their players as sheets', () => {
  it('is refused without the permission', async () => {
    expect((await get(exportAnalyses, '/api/v1/retention/analyses/export', viewer.token)).status).toBe(403)
    expect((await get(exportPlayers, '/x', viewer.token, { id: String(analysis) })).status).toBe(403)
  })

  it('lists what the filters find', async () => {
    const lines = await csvOf(await get(exportAnalyses, `/api/v1/retention/analyses/export?source=${source}`, operator.token))
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain(`${analysis},${source},2026-10-01T00:00:00.000Z`)
  })

  it('holds the players that the filters find', async () => {
    const id = String(analysis)
    const sheet = await bookOf(await get(exportPlayers, '/x?format=xlsx&country=KR', operator.token, { id }))
    expect(sheet.actualRowCount).toBe(3)
    expect(sheet.getCell('A2').value).toBe(formula)
    expect(await csvOf(await get(exportPlayers, '/x', operator.token, { id }))).toHaveLength(4)
    await db.run.update({ where: { id: analysis }, data: { state: 'running' } })
    expect((await get(exportPlayers, '/x', operator.token, { id })).status).toBe(409)
    await db.run.update({ where: { id: analysis }, data: { state: 'succeeded' } })
  })

  it('holds them in the order of the list, what is unknown last', async () => {
    const uids = async (sort: string) => {
      const lines = await csvOf(await get(exportPlayers, `/x?sort=${sort}`, operator.token, { id: String(analysis) }))
      return lines.slice(1).map((line) => (line.includes('HYPERLINK') ? 'formula' : line.split(',')[0]))
    }
    expect(await uids('-first_login_time')).toEqual(['u2', 'u1', 'formula'])
    expect(await uids('retention_d1')).toEqual(['u1', 'formula', 'u2'])
    expect(await uids('-retention_d1')).toEqual(['formula', 'u1', 'u2'])
  })

  it('each leaves its row in the audit: who, what, how many, which filters', async () => {
    const person = await makePerson('operator')
    await csvOf(await get(exportPlayers, '/x?format=csv&country=KR&sort=-uid', person.token, { id: String(analysis) }))
    await csvOf(await get(exportAnalyses, `/x?source=${source}`, person.token))
    const rows = await db.auditEntry.findMany({ where: { userId: person.id }, orderBy: { id: 'asc' } })
    expect(rows).toMatchObject([
      {
        action: 'retention.export',
        object: `run:${analysis}`,
        runId: analysis,
        outcome: 'done',
        via: 'token',
        detail: { format: 'csv', players: 2, country: 'KR', sort: '-uid' },
      },
      { action: 'retention.export_list', outcome: 'done', detail: { format: 'csv', rows: 1, source } },
    ])
  })
})

describe('by hour of first login', () => {
  it('leaves a gap where nobody is ripe and says 0 where nobody came', async () => {
    const { status, json } = await call(hours, 'GET', '/x', { token: viewer.token, params: { id: String(analysis) } })
    expect(status).toBe(200)
    expect(json).toEqual({
      zone: 'Asia/Seoul',
      items: [
        { at: '2026-10-01T00:00:00.000Z', players: 2, ripe: 2, retained: 1, rateD1: 0.5 },
        { at: '2026-10-01T01:00:00.000Z', players: 0, ripe: 0, retained: 0, rateD1: null },
        { at: '2026-10-01T02:00:00.000Z', players: 1, ripe: 0, retained: 0, rateD1: null },
      ],
    })
  })

  it('knows no other analysis', async () => {
    expect((await call(hours, 'GET', '/x', { token: viewer.token, params: { id: '9000000000000000000' } })).status).toBe(404)
  })
})
