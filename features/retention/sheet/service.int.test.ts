import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blocksOf } from '#core/retention/columns/sheet.ts'
import { metricNames, type SheetRow } from '#core/retention/sheet.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { insertSource } from '#features/gamelog/repository.ts'
import { exportCsv } from '#features/retention/export/service.ts'
import { playerColumns, playerQuery } from '#features/retention/schema.ts'
import { loadAnalysis, startAnalysis } from '#features/retention/service.ts'
import { insertBlocks } from '#features/retention/sheet/repository.ts'
import { listPlayers, loadBreakdown, loadPlayer } from '#features/retention/sheet/service.ts'
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
const columns = [...playerColumns, ...metricNames]

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

let id: string
beforeAll(async () => {
  await db.user.create({ data: { id: who.userId, name: who.name, email: who.email, updatedAt: new Date() } })
  await db.$transaction((tx) =>
    insertSource(tx, { name: source, url: 'http://127.0.0.1:9', prefix: 'p-', zone: 'Asia/Seoul', resetHour: 0, insecureTls: false }),
  )
  const started = await startAnalysis(who, { source, ...window })
  if (started instanceof Refusal) throw new Error(started.code)
  id = started.run.id
  // Two chunks, and one after a hole: what comes behind the hole is not there yet.
  const chunks = [rows.slice(0, 2), rows.slice(2), [row(9, {})]]
  for (const chunk of chunks) await db.$transaction((tx) => insertBlocks(tx, BigInt(id), blocksOf(chunk, metricNames)))
})
afterAll(() => db.$disconnect())

describe('the sheet', () => {
  const seqs = async (query: object) => {
    const page = await listPlayers(who, id, playerQuery.parse(query))
    return page instanceof Refusal ? page.code : page.items.map((item) => rows.findIndex((one) => one.uid === item.uid))
  }

  it.each([
    [{}, [0, 1, 2]],
    [{ sort: '-active_seconds' }, [1, 0, 2]],
    [{ sort: 'retention_status' }, [2, 0, 1]],
    [{ sort: '-retention_status' }, [0, 2, 1]],
    [{ sort: 'friend_add_count' }, [0, 2, 1]],
    [{ sort: '-first_login_time' }, [2, 1, 0]],
    [{ sort: 'auth_id' }, [0, 1, 2]],
    [{ sort: '-country' }, [0, 2, 1]],
    [{ sort: 'device' }, [0, 1, 2]],
    [{ sort: 'runId; DROP TABLE x' }, [0, 1, 2]],
    [{ page: 2, pageSize: 2 }, [2]],
    [{ page: 9 }, []],
    [{ q: '%_' }, [1]],
    [{ q: '50%_A' }, [1]],
    [{ q: '가' }, [2]],
    [{ q: 'N/A' }, []],
    [{ status: 'Unripe_d1' }, [1]],
    [{ status: 'Retained_d0' }, [2]],
    [{ country: 'KR' }, [0, 2]],
    [{ device: 'N/A' }, [1, 2]],
    [{ device: 'nobody' }, []],
    [{ where: 'active_seconds>1,monster_kill_count<3000000000' }, [1]],
    [{ where: 'retention_d1=null' }, [1]],
    [{ where: 'first_login_time>=2025-09-30T15:00:00.002Z', country: 'KR' }, [2]],
    [{ where: 'uid=1' }, 'column_unknown'],
  ])('asked for with %j', async (query, found) => {
    expect(await seqs(query)).toEqual(found)
  })

  it.each(columns)('can be sorted by %s', async (column) => {
    expect(await seqs({ sort: `-${column}` })).toHaveLength(3)
  })

  it('takes no conditions that it cannot read', () => {
    expect(playerQuery.safeParse({ where: 'active_seconds=>1' }).success).toBe(false)
  })

  it('knows a player by the exact uid', async () => {
    expect(await loadPlayer(who, id, '가나')).toMatchObject({ uid: '가나', auth_id: '\u{1f600}', nickname: 'N/A', active_seconds: 1, friend_add_count: 0 })
    expect(await loadPlayer(who, id, '가나', '\u{1f600}')).toMatchObject({ uid: '가나', active_seconds: 1 })
    expect(await loadPlayer(who, id, '가나', 'another')).toMatchObject({ code: 'player_not_in_sheet' })
    expect(await loadPlayer(who, id, '50%_')).toMatchObject({ code: 'player_not_in_sheet' })
    expect(await loadPlayer(who, '0', 'u')).toMatchObject({ code: 'not_found' })
  })

  it('has no breakdown before the run has ended', async () => {
    expect(await loadBreakdown(who, id, 'country')).toMatchObject({ code: 'analysis_unfinished' })
  })
})

describe('a run that ended without success', () => {
  it.each(['failed', 'cancelled'])('shows no part of its sheet: %s', async (state) => {
    await db.run.update({ where: { id: BigInt(id) }, data: { state } })
    expect(await listPlayers(who, id, playerQuery.parse({}))).toMatchObject({ code: 'analysis_unfinished', params: { state } })
    expect(await loadPlayer(who, id, '가나')).toMatchObject({ code: 'analysis_unfinished' })
    await db.run.update({ where: { id: BigInt(id) }, data: { state: 'queued' } })
  })
})

describe('the CSV', () => {
  it('is not given out before the run has ended well', async () => {
    expect(await exportCsv(who, id)).toMatchObject({ code: 'analysis_unfinished' })
  })

  it('holds every row in 17 columns, with a byte order mark, CRLF and no formulas', async () => {
    await db.run.update({ where: { id: BigInt(id) }, data: { state: 'succeeded' } })
    const file = await exportCsv(who, id)
    if (file instanceof Refusal) throw new Error(file.code)
    let text = ''
    for await (const chunk of file.chunks) text += chunk
    expect(file.name).toBe('new_users_20260930_1500_20261001_1500.csv')
    expect(text.split('\r\n')).toEqual([
      `\uFEFF${columns.join(',')}`,
      `"'=HYPERLINK(""x"")",Z,N/A,2025-09-30T15:00:00.001Z,Retained_d1,KR,"iPhone, ""new""",5,1,0,0,0,0,3000000000,0,0,0`,
      '50%_a,b,N/A,2025-09-30T15:00:00.002Z,Unripe_d1,JP,N/A,7,,0,0,0,0,0,0,0,',
      '가나,\u{1f600},N/A,2025-09-30T15:00:00.003Z,Retained_d0,KR,N/A,1,0,0,0,0,0,0,0,0,0',
      '',
    ])
  })
})

it('a sheet of an old form is not shown as an empty one', async () => {
  await db.analysis.update({ where: { runId: BigInt(id) }, data: { sheetForm: 1 } })
  expect(await listPlayers(who, id, playerQuery.parse({}))).toMatchObject({ code: 'sheet_in_old_form', status: 409 })
  expect(await exportCsv(who, id)).toMatchObject({ code: 'sheet_in_old_form' })
  expect(await loadAnalysis(who, id)).toMatchObject({ sheet: 'none', columns })
  await db.analysis.update({ where: { runId: BigInt(id) }, data: { sheetForm: 2 } })
})
