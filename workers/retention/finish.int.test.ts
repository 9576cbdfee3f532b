import excel from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seeded } from '#core/retention/adversarial.ts'
import { metricNames, type SheetRow } from '#core/retention/sheet.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { exportCsv, exportPlayers } from '#features/retention/export/service.ts'
import { playerColumns, playerQuery } from '#features/retention/schema.ts'
import { loadAnalysis } from '#features/retention/service.ts'
import { listPlayers, loadBreakdown, loadDistribution, loadPlayer, toPlayerRow } from '#features/retention/sheet/service.ts'
import { db } from '#server/database.ts'
import { xlsxSheet } from '#server/spreadsheet.ts'
import { finishSheet, writeChunks } from '#workers/retention/testing/whole-sheet.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

const window = { from: Date.parse('2026-10-01T00:00:00Z'), to: Date.parse('2026-10-02T00:00:00Z') }
const rng = seeded(14)
const below = (most: number): number => Math.floor(rng() * most)
const oneOf = <T>(...values: readonly T[]): T => values[below(values.length)] as T

const sheet: SheetRow[] = Array.from({ length: 1_234 }, (_, seq) => ({
  seq,
  uid: `${oneOf('player', 'PLAYER', '가나', '\u{1f600}')}-${below(1e6)}-${seq}`,
  account: oneOf(null, `acc${below(300)}`, `Ö${below(50)}`),
  nickname: oneOf(null, '', '나비', `Nick ${below(9)}`),
  firstMs: window.from + Math.floor(seq / 3) * 1_000,
  country: oneOf('KR', 'KR', 'JP', null, `X${below(80)}`),
  device: oneOf('iPhone', 'Galaxy', null),
  activeSeconds: below(90_000),
  metrics: Object.fromEntries(
    metricNames.map((name) => [name, name === 'retention_d1' ? oneOf(0, 1, null) : name === 'friend_add_count' ? null : oneOf(0, 1, 2, below(1e7) / 4)]),
  ),
}))
const rows = sheet.map(toPlayerRow)
const columns = [...playerColumns, ...metricNames]

let id: string
let who: Awaited<ReturnType<typeof makePrincipal>>
beforeAll(async () => {
  who = await makePrincipal()
  const chunks = [sheet.slice(0, 500), sheet.slice(500, 501), sheet.slice(501)]
  const runId = await writeChunks(window, chunks)
  await finishSheet(runId, window)
  id = String(runId)
})
afterAll(() => db.$disconnect())

/** Unknown values are N/A or null in an API row, and come last in both directions. */
function plainOrder(list: typeof rows, sort: string): typeof rows {
  const [name, descending] = [sort.replace('-', ''), sort.startsWith('-')]
  const shown = (row: (typeof rows)[number]): string | number | null => {
    const value = (name === 'retention_status' ? row.retention_d1 : row[name]) as string | number | null
    return value === 'N/A' ? null : value
  }
  const compare = (a: string | number, b: string | number): number =>
    typeof a === 'number' && typeof b === 'number' ? a - b : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)))
  return list.toSorted((one, other) => {
    const [a, b] = [shown(one), shown(other)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return descending ? compare(b, a) : compare(a, b)
  })
}

async function pageOf(query: object) {
  const page = await listPlayers(who, id, playerQuery.parse(query))
  if (page instanceof Refusal) throw new Error(page.code)
  return page
}

describe('a finished sheet', () => {
  it.each(columns.flatMap((name) => [name, `-${name}`]))('sorted by %s', async (sort) => {
    const expected = plainOrder(rows, sort)
    const [first, last] = [await pageOf({ sort, pageSize: 40 }), await pageOf({ sort, page: 3, pageSize: 500 })]
    expect(first.items).toEqual(expected.slice(0, 40))
    expect(last.items).toEqual(expected.slice(1_000))
    expect(last.total).toBe(1_234)
  })

  it.each<[Record<string, string>, (row: (typeof rows)[number]) => boolean]>([
    [{ q: 'LAYER-1' }, (row) => row.uid.toLowerCase().includes('layer-1')],
    [{ q: 'ö1' }, (row) => row.auth_id.toLowerCase().includes('ö1')],
    [{ q: '나', country: 'KR' }, (row) => row.country === 'KR' && `${row.uid}\n${row.nickname}`.includes('나')],
    [{ country: 'N/A', status: 'Unripe_d1' }, (row) => row.country === 'N/A' && row.retention_d1 === null],
    [
      { where: 'active_seconds>=600,monster_kill_count<2', device: 'iPhone' },
      (row) => row.active_seconds >= 600 && (row.monster_kill_count ?? 9) < 2 && row.device === 'iPhone',
    ],
    [{ where: 'friend_add_count>=0' }, () => false],
  ])('filtered by %j, in any order', async (filter, matches) => {
    const expected = rows.filter(matches)
    const found = await pageOf({ ...filter, pageSize: 500 })
    expect(found.total).toBe(expected.length)
    expect(found.items).toEqual(expected.slice(0, 500))
    expect((await pageOf({ ...filter, sort: '-uid', pageSize: 500 })).items).toEqual(plainOrder(expected, '-uid').slice(0, 500))
  })

  it('gives the row of every player', async () => {
    for (const row of [rows[0], rows[500], rows[1_233]]) expect(await loadPlayer(who, id, row?.uid ?? '')).toEqual(row)
  })
})

async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const chunk of chunks) text += chunk
  return text
}

describe('an export', () => {
  const origin = { ip: '127.0.0.1', requestId: 'r' }

  it('as CSV has every row in the order of first login', async () => {
    const file = await exportCsv(who, id)
    if (file instanceof Refusal) throw new Error(file.code)
    const lines = (await textOf(file.chunks)).split('\r\n')
    expect(lines[0]).toBe(`\uFEFF${columns.join(',')}`)
    expect(lines.slice(1, -1).map((line) => line.split(',')[0])).toEqual(rows.map((row) => row.uid))
  })

  it('as a workbook follows filters and order', async () => {
    const asked = { format: 'xlsx', country: 'KR', where: 'active_seconds>3600', sort: '-active_seconds' } as const
    const found = await exportPlayers(who, id, asked, origin)
    if (found instanceof Refusal) throw new Error(found.code)
    const book = new excel.Workbook()
    await book.xlsx.read(xlsxSheet('s', found.columns, found.rows))
    const read = (book.worksheets[0]?.getSheetValues() ?? []).slice(2) as unknown[][]
    const expected = plainOrder(
      rows.filter((row) => row.country === 'KR' && row.active_seconds > 3_600),
      '-active_seconds',
    )
    expect(read.map((cells) => [cells[1], cells[8]])).toEqual(expected.map((row) => [row.uid, row.active_seconds]))
  })

  it('refuses a column that is none', async () => {
    expect(await exportPlayers(who, id, { format: 'csv', where: 'nothing=1' }, origin)).toMatchObject({ code: 'column_unknown' })
  })
})

describe('what is counted at the end', () => {
  it('is the summary', async () => {
    const analysis = await loadAnalysis(who, id)
    if (analysis instanceof Refusal) throw new Error(analysis.code)
    const active = rows.map((row) => row.active_seconds).sort((a, b) => a - b)
    const ripe = rows.filter((row) => row.retention_d1 !== null)
    expect(analysis).toMatchObject({ columns, sheet: 'kept' })
    expect(analysis.summary).toMatchObject({
      players: 1_234,
      ripeD1: ripe.length,
      retainedD1: ripe.filter((row) => row.retention_d1 === 1).length,
      activeMinutesMean: active.reduce((sum, one) => sum + one, 0) / 60 / 1_234,
      activeMinutesMedian: ((active[616] ?? 0) + (active[617] ?? 0)) / 120,
    })
    expect(analysis.summary?.funnel).toEqual(
      ['tutorial_entry', 'tutorial_completed', 'dungeon_entry_count', 'dungeon_escape_count'].map((column) => ({
        column,
        players: rows.filter((row) => Number(row[column]) >= 1).length,
      })),
    )
  })

  it('are breakdowns in which no player is lost', async () => {
    const found = await loadBreakdown(who, id, 'country')
    if (found instanceof Refusal) throw new Error(found.code)
    expect(found.items).toHaveLength(50)
    expect(found.items.reduce((sum, one) => sum + one.players, found.rest?.players ?? 0)).toBe(1_234)
    expect(found.items[0]).toMatchObject({ value: 'KR', players: rows.filter((row) => row.country === 'KR').length })
    expect(found.items.some((one) => one.value === null)).toBe(true)
    expect(await loadBreakdown(who, id, 'device')).toMatchObject({ rest: null })
  })

  it('are distributions of every numeric column', async () => {
    const found = await loadDistribution(who, id, 'active_seconds')
    if (found instanceof Refusal) throw new Error(found.code)
    expect(found).toMatchObject({ players: 1_234, unknown: 0 })
    for (const { from, to, players } of found.bins.slice(0, -1))
      expect(players).toBe(rows.filter((row) => row.active_seconds >= from && row.active_seconds < to).length)
    expect(await loadDistribution(who, id, 'friend_add_count')).toMatchObject({ players: 0, unknown: 1_234, bins: [] })
    expect(await loadDistribution(who, id, 'uid')).toMatchObject({ code: 'column_unknown' })
  })
})
