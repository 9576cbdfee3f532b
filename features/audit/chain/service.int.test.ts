import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { GET as listAuditRoute } from '#app/api/v1/audit/route.ts'
import { call, makePerson } from '#app/api/v1/testing.ts'
import { GET as listWorkers } from '#app/api/v1/workers/route.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { sealAudit, verifyAudit } from '#features/audit/chain/service.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { exportQuery } from '#features/audit/schema.ts'
import { exportAudit, listAudit, listenForRefusals } from '#features/audit/service.ts'
import { db } from '#server/database.ts'
import { sheetResponse } from '#server/http/export.ts'

const origin = { ip: '127.0.0.1', requestId: 'r' }
let who: Principal

const act = (object: string) => db.$transaction((tx) => recordAudit(tx, { who, action: 'test.act', object, detail: { b: 1, a: '가' } }))
const unsealed = async (): Promise<number> => {
  const [row] = await db.$queryRaw<{ n: bigint }[]>`SELECT COUNT(*) AS n FROM audit_entry e LEFT JOIN audit_seal s ON s.entryId = e.id WHERE s.seq IS NULL`
  return Number(row?.n)
}
const sealAll = () =>
  vi.waitFor(
    async () => {
      await sealAudit()
      expect(await unsealed()).toBe(0)
    },
    { timeout: 15_000, interval: 100 },
  )
const verify = (after?: string) => verifyAudit(who, after, origin)
const entryOf = async (object: string) => db.auditEntry.findFirstOrThrow({ where: { object } })
const sealOf = async (object: string) => db.auditSeal.findUniqueOrThrow({ where: { entryId: (await entryOf(object)).id } })
const sql = (text: string, ...values: unknown[]) => db.$executeRawUnsafe(text, ...values)

beforeAll(async () => {
  const person = await makePerson('administrator')
  who = { userId: person.id, name: 'Root', email: person.email, role: 'administrator', via: 'token', scopes: ['all'], mustChangePassword: false } as Principal
})
afterAll(() => db.$disconnect())

describe('sealing', () => {
  it('gives every row one place in one chain, with several sealers at once', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, index) => act(`many:${index}`)))
    await vi.waitFor(
      async () => {
        await Promise.all([sealAudit(), sealAudit('all'), sealAudit()])
        expect(await unsealed()).toBe(0)
      },
      { timeout: 15_000, interval: 50 },
    )
    const links = await db.auditSeal.findMany({ orderBy: { seq: 'asc' } })
    expect(links.map(({ seq }) => Number(seq))).toEqual(links.map((_, index) => index + 1))
    expect(links.length).toBe(await db.auditEntry.count())
    expect(await verify()).toMatchObject({ ok: true, rows: links.length, total: links.length, next: null })
  })

  it('gives a row that commits late a later place', async () => {
    const [late, early] = [`late:${randomUUID()}`, `early:${randomUUID()}`]
    await db.$transaction(async (tx) => {
      await recordAudit(tx, { who, action: 'test.act', object: late })
      await act(early)
      // The row of this open transaction is not seen by the sealer.
      await sealAll()
    })
    await sealAll()
    const [first, second] = [await sealOf(early), await sealOf(late)]
    expect((await entryOf(late)).id).toBeLessThan((await entryOf(early)).id)
    expect(second.seq).toBeGreaterThan(first.seq)
    expect(await verify()).toMatchObject({ ok: true })
  })

  it('leaves the row of an act that was rolled back nowhere', async () => {
    const object = `gone:${randomUUID()}`
    const failed = db.$transaction(async (tx) => {
      await recordAudit(tx, { who, action: 'test.act', object })
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    await act(`after:${object}`)
    await sealAll()
    expect(await verify()).toMatchObject({ ok: true })
  })

  it('links a run that the act is about', async () => {
    const object = 'run:9007199254740993'
    await act(object)
    expect((await entryOf(object)).runId).toBe(9007199254740993n)
  })
})

describe('60: verify, after somebody with all rights on the database', () => {
  let objects: string[]
  beforeAll(async () => {
    objects = Array.from({ length: 5 }, (_, index) => `row${index}:${randomUUID()}`)
    for (const object of objects) await act(object)
    await sealAll()
    expect(await verify()).toMatchObject({ ok: true })
    await sealAll()
  })

  async function expectBroken(reason: string, at: { seq?: bigint | null; id?: bigint | null }, undo: () => Promise<unknown>): Promise<void> {
    const found = await verify()
    await undo()
    const said = { ...(at.seq === undefined ? {} : { seq: at.seq === null ? null : String(at.seq) }), ...(at.id ? { id: String(at.id) } : {}) }
    expect(found).toMatchObject({ ok: false, next: null, firstBroken: { reason, ...said } })
    expect(await verify()).toMatchObject({ ok: true })
  }

  it.each([
    ['userName', "'Somebody'"],
    ['outcome', "'refused'"],
    ['detail', `'{"a":"가","b":2}'`],
    ['at', 'at + INTERVAL 1 SECOND'],
    ['ip', "'10.9.9.9'"],
    ['signature', 'NULL'],
  ])('changed %s of a row', async (column, value) => {
    const row = await entryOf(objects[1] ?? '')
    const { seq } = await sealOf(objects[1] ?? '')
    await sql(`UPDATE audit_entry SET \`${column}\` = ${value} WHERE id = ?`, row.id)
    await expectBroken('altered', { seq, id: row.id }, () => put(row))
  })

  it('deleted a row', async () => {
    const row = await entryOf(objects[2] ?? '')
    const { seq } = await sealOf(objects[2] ?? '')
    await sql('DELETE FROM audit_entry WHERE id = ?', row.id)
    await expectBroken('deleted', { seq, id: row.id }, () => put(row))
  })

  it('deleted a row and its seal', async () => {
    const row = await entryOf(objects[2] ?? '')
    const link = await sealOf(objects[2] ?? '')
    await sql('DELETE FROM audit_entry WHERE id = ?', row.id)
    await sql('DELETE FROM audit_seal WHERE seq = ?', link.seq)
    await expectBroken('deleted', { seq: link.seq }, async () => {
      await put(row)
      await db.auditSeal.create({ data: link })
    })
  })

  it('cut off the end', async () => {
    const last = await db.auditSeal.findFirstOrThrow({ orderBy: { seq: 'desc' } })
    const row = await db.auditEntry.findUniqueOrThrow({ where: { id: last.entryId } })
    await sql('DELETE FROM audit_entry WHERE id = ?', row.id)
    await sql('DELETE FROM audit_seal WHERE seq = ?', last.seq)
    await expectBroken('deleted', { seq: last.seq }, async () => {
      await put(row)
      await db.auditSeal.create({ data: last })
    })
  })

  it('cut off the end and set the head back', async () => {
    const head = await db.auditHead.findUniqueOrThrow({ where: { id: 1 } })
    const before = await db.auditSeal.findUniqueOrThrow({ where: { seq: head.seq - 1n } })
    await db.auditHead.update({ where: { id: 1 }, data: { seq: before.seq, hash: before.hash } })
    await expectBroken('head', { seq: before.seq }, () => db.auditHead.update({ where: { id: 1 }, data: head }))
  })

  it('inserted a row, before it is sealed and after', async () => {
    const object = `forged:${randomUUID()}`
    await sql(
      "INSERT INTO audit_entry (at, userId, userName, via, action, object, outcome) VALUES (UTC_TIMESTAMP(3), ?, 'Root', 'token', 'test.act', ?, 'done')",
      who.userId,
      object,
    )
    const { id } = await entryOf(object)
    expect(await verify()).toMatchObject({ ok: false, firstBroken: { reason: 'inserted', id: String(id), seq: null } })
    await sealAll()
    const { seq } = await sealOf(object)
    expect(await verify()).toMatchObject({ ok: false, firstBroken: { reason: 'inserted', id: String(id), seq: String(seq) } })
    // The test's own trace is cut off again, with the head that the console would have had.
    await sealAll()
    await cutBack(seq - 1n)
    expect(await verify()).toMatchObject({ ok: true })
    await sealAll()
  })

  it('exchanged two rows', async () => {
    const [a, b] = [await entryOf(objects[1] ?? ''), await entryOf(objects[3] ?? '')]
    const { seq } = await sealOf(objects[1] ?? '')
    const swap = async () => {
      await sql('UPDATE audit_entry SET id = 9000000000000000000 WHERE id = ?', a.id)
      await sql('UPDATE audit_entry SET id = ? WHERE id = ?', a.id, b.id)
      await sql('UPDATE audit_entry SET id = ? WHERE id = 9000000000000000000', b.id)
    }
    await swap()
    await expectBroken('reordered', { seq, id: a.id }, swap)
  })

  it('exchanged two seals', async () => {
    const [a, b] = [await sealOf(objects[1] ?? ''), await sealOf(objects[3] ?? '')]
    const exchange = async () => {
      await sql('UPDATE audit_seal SET seq = 9000000000000000000 WHERE seq = ?', a.seq)
      await sql('UPDATE audit_seal SET seq = ? WHERE seq = ?', a.seq, b.seq)
      await sql('UPDATE audit_seal SET seq = ? WHERE seq = 9000000000000000000', b.seq)
    }
    await exchange()
    await expectBroken('reordered', { seq: a.seq }, exchange)
  })

  it('wrote over a seal', async () => {
    const link = await sealOf(objects[2] ?? '')
    await sql('UPDATE audit_seal SET hash = ? WHERE seq = ?', '0'.repeat(64), link.seq)
    await expectBroken('reordered', { seq: link.seq }, () => db.auditSeal.update({ where: { seq: link.seq }, data: { hash: link.hash } }))
  })

  it('says the same when it begins in the middle', async () => {
    const { seq } = await sealOf(objects[1] ?? '')
    expect(await verify(String(seq))).toMatchObject({ ok: true, next: null })
    expect(await verify('8000000000000000000')).toMatchObject({ ok: false, firstBroken: { reason: 'deleted' } })
  })
})

type Row = Awaited<ReturnType<typeof entryOf>>
const jsonOf = (value: unknown) => (value === null ? null : JSON.stringify(value))

/** The row as it was before a test changed or deleted it. */
async function put(row: Row): Promise<void> {
  const { id, at, userId, userName, via, ip, action, object, outcome, requestId, userAgent, runId, planId, signature } = row
  await sql(
    `REPLACE INTO audit_entry (id, at, userId, userName, via, ip, action, object, outcome, requestId, userAgent, runId, planId, signature, detail, \`before\`, \`after\`)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, at, userId, userName, via, ip, action, object, outcome, requestId, userAgent, runId, planId, signature],
    ...[jsonOf(row.detail), jsonOf(row.before), jsonOf(row.after)],
  )
}

/** Takes away all after one place, as if it had never been: only a test that has the key can. */
async function cutBack(seq: bigint): Promise<void> {
  const { auditKey } = await import('#features/audit/repository.ts')
  const { headMac } = await import('#core/audit/chain.ts')
  const [link, head] = [await db.auditSeal.findUniqueOrThrow({ where: { seq } }), await db.auditHead.findUniqueOrThrow({ where: { id: 1 } })]
  await sql('DELETE e FROM audit_entry e JOIN audit_seal s ON s.entryId = e.id WHERE s.seq > ?', seq)
  await sql('DELETE FROM audit_seal WHERE seq > ?', seq)
  const mac = headMac(await auditKey(), link, head.legacyThrough)
  await db.auditHead.update({ where: { id: 1 }, data: { seq: link.seq, hash: link.hash, mac } })
}

describe('the list and its export', () => {
  const paging = { page: 1, pageSize: 50, sort: '-at' } as const

  it('filters by who, action, object, outcome, time and text', async () => {
    const object = `found:${randomUUID()}`
    const from = new Date().toISOString()
    await act(object)
    const filters = [
      { object },
      { q: object },
      { object: object.slice(0, 20), who: who.userId },
      { object, who: 'oot' },
      { action: 'test.', object },
      { object, from },
    ]
    for (const filter of filters) expect((await listAudit(who, { ...paging, ...filter })).items.map((item) => item.object)).toEqual([object])
    for (const filter of [
      { object, outcome: 'refused' as const },
      { object, to: from },
      { object, who: 'nobody' },
      { object, action: 'x' },
    ])
      expect(await listAudit(who, { ...paging, ...filter })).toMatchObject({ total: 0 })
  })

  it('58: quotes what a spreadsheet would run, and leaves a row', async () => {
    const object = `=cmd|'/c calc'!A${randomUUID()}`
    await act(object)
    const csv = sheetResponse(await exportAudit(who, exportQuery.parse({ object }), origin))
    expect(await csv.text()).toContain(`,'${object},`)
    const book = sheetResponse(await exportAudit(who, exportQuery.parse({ format: 'xlsx', object }), origin))
    const { default: excel } = await import('exceljs')
    const read = new excel.Workbook()
    await read.xlsx.load(await book.arrayBuffer())
    const cell = read.worksheets[0]?.getRow(2).getCell(10)
    expect(cell?.formula).toBeUndefined()
    expect(cell?.value).toBe(object)
    expect(await db.auditEntry.count({ where: { action: 'audit.export', userId: who.userId } })).toBe(2)
  })

  it('is written in the order of the list, page after page', async () => {
    const object = `ordered:${randomUUID()}`
    await db.$transaction(async (tx) => {
      for (let n = 0; n < 1_100; n += 1) await recordAudit(tx, { who, action: `x.${n}`, object, ...origin })
    })
    const actions = async (query: object) => {
      const text = await sheetResponse(await exportAudit(who, exportQuery.parse({ object, ...query }), origin)).text()
      return [...text.matchAll(/,x\.(\d+),/g)].map(([, n]) => Number(n))
    }
    const oldestFirst = Array.from({ length: 1_100 }, (_, n) => n)
    expect(await actions({ sort: 'at' })).toEqual(oldestFirst)
    expect(await actions({})).toEqual(oldestFirst.toReversed())
  })

  it('is for those who may see it, and a refusal leaves one row', async () => {
    listenForRefusals()
    const person = await makePerson('viewer')
    for (let n = 0; n < 5; n += 1) expect((await call(listAuditRoute, 'GET', '/api/v1/audit', { token: person.token })).status).toBe(403)
    const rows = await db.auditEntry.findMany({ where: { userId: person.id, action: 'access.refuse' } })
    expect(rows).toMatchObject([{ outcome: 'refused', detail: { permission: 'audit.view', method: 'GET', path: '/api/v1/audit' } }])
    expect((await call(listWorkers, 'GET', '/api/v1/workers', { token: person.token })).status).toBe(200)
  })
})
