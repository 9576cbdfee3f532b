import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sheetColumns } from '#core/retention/columns.ts'
import type { SheetRow } from '#core/retention/sheet.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { insertSource } from '#features/gamelog/repository.ts'
import { insertPlayers } from '#features/retention/repository.ts'
import { type Analysis, playerQuery } from '#features/retention/schema.ts'
import { exportCsv, listAnalyses, listPlayers, loadAnalysis, startAnalysis } from '#features/retention/service.ts'
import { db } from '#server/database.ts'

const who: Principal = {
  userId: randomUUID(),
  name: 'Ana',
  email: `${randomUUID()}@t.test`,
  role: 'operator',
  via: 'session',
  scopes: null,
  mustChangePassword: false,
}
const source = `s-${randomUUID()}`
const window = { from: '2026-10-01T00:00:00.001+09:00', to: '2026-10-02T00:00:00+09:00' }

const row = (seq: number, change: Partial<SheetRow> & { metric?: Partial<SheetRow['metrics']> }): SheetRow => {
  const { metric, ...rest } = change
  const zero = {
    tutorial_entry: 0,
    tutorial_completed: 0,
    dungeon_entry_count: 0,
    dungeon_escape_count: 0,
    player_kill_count: 0,
    matching_complete_count: 0,
    friend_add_count: 0,
  }
  return {
    seq,
    uid: `u${seq}`,
    account: null,
    nickname: null,
    firstMs: 1_759_244_400_001 + seq,
    country: null,
    device: null,
    activeSeconds: 0,
    metrics: { retention_d1: 0, ...zero, monster_kill_count: 0, ...metric },
    ...rest,
  }
}
const rows = [
  row(0, {
    uid: '=HYPERLINK("x")',
    account: 'Z',
    country: 'KR',
    device: 'iPhone, "new"',
    activeSeconds: 5,
    metric: { retention_d1: 1, monster_kill_count: 3_000_000_000 },
  }),
  row(1, { uid: '50%_a', account: 'b', country: 'JP', activeSeconds: 7, metric: { retention_d1: null, friend_add_count: null } }),
  row(2, { uid: '가나', account: '\u{1f600}', country: 'KR', activeSeconds: 1 }),
]

let analysis: Analysis
beforeAll(async () => {
  await db.user.create({ data: { id: who.userId, name: who.name, email: who.email, updatedAt: new Date() } })
  await db.$transaction((tx) =>
    insertSource(tx, { name: source, url: 'http://127.0.0.1:9', prefix: 'p-', zone: 'Asia/Seoul', resetHour: 0, insecureTls: false }),
  )
  const started = await startAnalysis(who, { source, ...window, lookbackDays: 30, sample: 10 })
  if (started instanceof Refusal) throw new Error(started.code)
  analysis = started
  await db.$transaction((tx) => insertPlayers(tx, BigInt(started.run.id), rows))
})
afterAll(() => db.$disconnect())

describe('starting', () => {
  it('keeps the window to the millisecond and the definition', () => {
    expect(analysis).toMatchObject({
      source,
      zone: 'Asia/Seoul',
      from: '2026-09-30T15:00:00.001Z',
      to: '2026-10-01T15:00:00.000Z',
      lookbackDays: 30,
      sample: 10,
      summary: null,
      receipt: null,
    })
    expect(analysis.run).toMatchObject({ kind: 'retention.analyse', state: 'queued', title: { source } })
  })

  it.each([
    [{ from: window.to, to: window.from }, 'window_reversed'],
    [{ from: window.from, to: window.from }, 'window_reversed'],
    [{ from: '2099-01-01T00:00:00Z', to: '2099-01-02T00:00:00Z' }, 'window_in_future'],
    [{ from: '2026-01-01T00:00:00Z' }, 'window_too_long'],
    [{ source: 'nobody' }, 'source_unknown'],
  ])('refuses %j', async (change, code) => {
    expect(await startAnalysis(who, { source, ...window, ...change })).toMatchObject({ code })
  })
})

it('is found by its run and in the list', async () => {
  expect(await loadAnalysis(who, analysis.run.id)).toMatchObject({ from: analysis.from })
  expect(await loadAnalysis(who, '0')).toMatchObject({ code: 'not_found' })
  const page = await listAnalyses(who, { page: 1, pageSize: 10, source })
  expect(page).toMatchObject({ total: 1, items: [{ run: { id: analysis.run.id } }] })
})

describe('the sheet', () => {
  const seqs = async (query: object) => {
    const page = await listPlayers(who, analysis.run.id, playerQuery.parse(query))
    return page instanceof Refusal ? page.code : page.items.map((item) => rows.findIndex((one) => one.uid === item.uid))
  }

  it.each([
    [{}, [0, 1, 2]],
    [{ sort: '-active_seconds' }, [1, 0, 2]],
    [{ sort: 'retention_status' }, [2, 0, 1]],
    [{ sort: '-retention_status' }, [0, 2, 1]],
    [{ sort: 'friend_add_count' }, [0, 2, 1]],
    [{ sort: '-first_login_time' }, [2, 1, 0]],
    [{ sort: 'runId; DROP TABLE x' }, [0, 1, 2]],
    [{ page: 2, pageSize: 2 }, [2]],
    [{ q: '%_' }, [1]],
    [{ q: '가' }, [2]],
    [{ status: 'Unripe_d1' }, [1]],
    [{ status: 'Retained_d0' }, [2]],
    [{ country: 'KR' }, [0, 2]],
    [{ device: 'N/A' }, [1, 2]],
  ])('asked for with %j', async (query, found) => {
    expect(await seqs(query)).toEqual(found)
  })

  it.each(sheetColumns)('can be sorted by %s', async (column) => {
    expect(await seqs({ sort: `-${column}` })).toHaveLength(3)
  })
})

describe('the CSV', () => {
  it('is not given out before the run has ended well', async () => {
    expect(await exportCsv(who, analysis.run.id)).toMatchObject({ code: 'analysis_unfinished' })
  })

  it('holds every row in 17 columns, with a byte order mark, CRLF and no formulas', async () => {
    await db.run.update({ where: { id: BigInt(analysis.run.id) }, data: { state: 'succeeded' } })
    const file = await exportCsv(who, analysis.run.id)
    if (file instanceof Refusal) throw new Error(file.code)
    let text = ''
    for await (const chunk of file.chunks) text += chunk
    expect(file.name).toBe('new_users_20260930_1500_20261001_1500.csv')
    expect(text.split('\r\n')).toEqual([
      `\uFEFF${sheetColumns.join(',')}`,
      `"'=HYPERLINK(""x"")",Z,N/A,2025-09-30T15:00:00.001Z,Retained_d1,KR,"iPhone, ""new""",5,1,0,0,0,0,3000000000,0,0,0`,
      '50%_a,b,N/A,2025-09-30T15:00:00.002Z,Unripe_d1,JP,N/A,7,,0,0,0,0,0,0,0,',
      '가나,\u{1f600},N/A,2025-09-30T15:00:00.003Z,Retained_d0,KR,N/A,1,0,0,0,0,0,0,0,0,0',
      '',
    ])
  })
})
