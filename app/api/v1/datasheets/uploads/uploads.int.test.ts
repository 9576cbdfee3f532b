import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import excel from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as one from '#app/api/v1/datasheets/uploads/[id]/route.ts'
import * as sheet from '#app/api/v1/datasheets/uploads/[id]/sheets/[sheet]/route.ts'
import * as uploads from '#app/api/v1/datasheets/uploads/route.ts'
import { call, makePerson } from '#app/api/v1/testing.ts'
import { insertPlan } from '#features/datasheets/plans/repository.ts'
import { lockUploads } from '#features/datasheets/uploads/repository.ts'
import { sweepUploads } from '#features/datasheets/uploads/service.ts'
import { insertRun } from '#features/runs/repository.ts'
import { db } from '#server/database.ts'
import { env } from '#server/env.ts'
import { removeFile } from '#server/files/kept.ts'
import { bookParts } from '#server/files/testing/workbooks.ts'
import { zipOf } from '#server/files/testing/zip-writer.ts'

const path = '/api/v1/datasheets/uploads'
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const csv = (text = randomUUID()) => Buffer.from(`id,name\n1,${text}\n`)
const kept = () => readdirSync(join(env.QUARTERDECK_STATE_DIR, 'artefacts')).length
let operator: Awaited<ReturnType<typeof makePerson>>
let other: typeof operator
let manager: typeof operator
let viewer: typeof operator

beforeAll(async () => {
  operator = await makePerson('operator')
  other = await makePerson('operator')
  manager = await makePerson('data_manager')
  viewer = await makePerson('viewer')
})
afterAll(async () => {
  await db.sheetUpload.updateMany({ data: { expiresAt: new Date(0) } })
  await sweepUploads()
  await db.$disconnect()
})

type Sending = { name?: string; digest?: string; key?: string; token?: string }

/** As the framework hands a body over: a stream of pieces. */
async function send(
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  digest: string,
  { name = '아이템.csv', key, token = operator.token }: Sending = {},
) {
  const headers = {
    authorization: `Bearer ${token}`,
    'idempotency-key': key ?? randomUUID(),
    'x-file-name': encodeURIComponent(name),
    'x-content-sha256': digest,
    'accept-language': 'en',
  }
  const body = Readable.toWeb(Readable.from(parts))
  const request = new Request(`http://127.0.0.1:3300${path}`, { method: 'POST', headers, body, duplex: 'half' } as unknown as RequestInit)
  const response = await uploads.POST(request, { params: Promise.resolve({}) })
  return { status: response.status, json: (await response.json()) as Record<string, unknown>, headers: response.headers }
}
const sendWhole = (bytes: Uint8Array, options: Sending = {}) => send([bytes], options.digest ?? sha256(bytes), options)

describe('an upload', () => {
  it('is kept with its name, size, digest and sheets, and leaves a row in the audit', async () => {
    const bytes = csv()
    const { status, json } = await sendWhole(bytes, { name: 'C:\\시트\\아이템 목록.csv' })
    expect(status).toBe(201)
    expect(json).toMatchObject({ name: '아이템 목록.csv', bytes: bytes.length, sha256: sha256(bytes), kind: 'csv', sameAs: null, plans: 0 })
    expect(json.sheets).toEqual([{ name: '아이템 목록', hidden: false }])
    expect(Date.parse(json.expiresAt as string) - Date.parse(json.createdAt as string)).toBe(30 * 86_400_000)
    const row = await db.auditEntry.findFirst({ where: { object: `upload:${json.id}` } })
    expect(row).toMatchObject({ action: 'datasheets.upload', userId: operator.id })
    expect((await call(one.GET, 'GET', `${path}/${json.id}`, { token: viewer.token, params: { id: String(json.id) } })).json).toEqual(json)
  })

  it('of a workbook names its sheets, whatever the file is called, and shows their first rows', async () => {
    const book = new excel.Workbook()
    book.addWorksheet('Material').addRows([['id', 'name'], [1, '철'], [], [2, 'x'.repeat(300)]])
    book.addWorksheet('숨김', { state: 'hidden' }).addRow(['id'])
    book.addWorksheet('_quarterdeck', { state: 'veryHidden' }).addRow(['the stamp of an export'])
    const { status, json } = await sendWhole(Buffer.from(await book.xlsx.writeBuffer()), { name: 'items.csv' })
    expect([status, json.kind]).toEqual([201, 'xlsx'])
    expect(json.sheets).toEqual([
      { name: 'Material', hidden: false },
      { name: '숨김', hidden: true },
    ])
    const preview = async (number: number, query = '') =>
      call(sheet.GET, 'GET', `${path}/${json.id}/sheets/${number}${query}`, { token: viewer.token, params: { id: String(json.id), sheet: String(number) } })
    const { json: shown } = await preview(0)
    expect(shown).toMatchObject({ name: 'Material', complete: true })
    expect((shown.rows as { number: number; cells: { raw: string }[] }[]).map(({ number, cells }) => [number, ...cells.map(({ raw }) => raw)])).toEqual([
      [1, 'id', 'name'],
      [2, '1', '철'],
      [4, '2', 'x'.repeat(200)],
    ])
    expect((await preview(0, '?rows=2')).json).toMatchObject({ rows: [{ number: 1 }, { number: 2 }], complete: false })
    expect((await preview(2)).status).toBe(404)
  })

  it('with more shared texts than the web server holds is kept, and says why its rows are not shown', async () => {
    // Text that packs well, but not so well that it is refused for that.
    const texts = Array.from({ length: 2_200 }, () => `<si><t>${'x'.repeat(31_000)}${randomBytes(150).toString('hex')}</t></si>`).join('')
    const book = zipOf(bookParts({ sheets: { Material: '<row r="1"><c r="A1"><v>1</v></c></row>' }, strings: texts }))
    const { status, json } = await sendWhole(book, { name: 'texts.xlsx' })
    expect([status, json.kind]).toEqual([201, 'xlsx'])
    const shown = await call(sheet.GET, 'GET', `${path}/${json.id}/sheets/0`, { token: viewer.token, params: { id: String(json.id), sheet: '0' } })
    expect(shown).toMatchObject({ status: 422, json: { code: 'datasheet_texts_too_large' } })
  })

  it('of 30 MB comes through piece by piece', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x,')
    const hash = createHash('sha256')
    for (let i = 0; i < 30; i++) hash.update(piece)
    async function* pieces() {
      for (let i = 0; i < 30; i++) yield piece
    }
    const { status, json } = await send(pieces(), hash.digest('hex'))
    expect([status, json.bytes]).toEqual([201, 30 * 1024 * 1024])
  })

  it('with the same key is kept once', async () => {
    const [bytes, key] = [csv(), randomUUID()]
    const first = await sendWhole(bytes, { key })
    const files = kept()
    const again = await sendWhole(bytes, { key })
    expect(again.json).toEqual(first.json)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(kept()).toBe(files)
    expect(await sendWhole(csv(), { key })).toMatchObject({ status: 409, json: { code: 'idempotency_key_reused' } })
  })

  it('that was there before is said to be the same', async () => {
    const bytes = csv()
    const first = await sendWhole(bytes, { name: 'a.csv' })
    const second = await sendWhole(bytes, { name: 'b.csv' })
    expect(second.json.sameAs).toMatchObject({ id: first.json.id, name: 'a.csv' })
    expect((await sendWhole(bytes, { token: other.token })).json.sameAs).toBeNull()
  })
})

describe('what is refused leaves nothing', () => {
  async function* cut() {
    yield Buffer.from('id,name\n')
    throw new Error('gone')
  }
  const large = () => Array.from({ length: 51 }, () => Buffer.alloc(1024 * 1024))
  it.each([
    ['other bytes than were sent', () => sendWhole(csv(), { digest: '0'.repeat(64) }), 422, 'upload_digest'],
    ['no digest', () => sendWhole(csv(), { digest: 'x' }), 400, 'invalid_request'],
    ['no name', () => sendWhole(csv(), { name: '/' }), 400, 'upload_name'],
    ['an empty file', () => sendWhole(Buffer.alloc(0)), 422, 'datasheet_not_a_workbook'],
    [
      'an old workbook',
      () => sendWhole(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), { name: 'a.xlsx' }),
      422,
      'datasheet_not_a_workbook',
    ],
    ['a broken archive', () => sendWhole(Buffer.from('PK\x03\x04 and no more'), { name: 'a.xlsx' }), 422, 'datasheet_broken_zip'],
    ['too many bytes', () => send(large(), '0'.repeat(64)), 413, 'raw_body_too_large'],
    ['a sender who left', () => send(cut(), '0'.repeat(64)), 400, 'raw_body_cut'],
    ['a person who may not', () => sendWhole(csv(), { token: viewer.token }), 403, 'forbidden'],
  ])('%s', async (_name, act, status, code) => {
    const [files, rows] = [kept(), await db.sheetUpload.count()]
    expect(await act()).toMatchObject({ status, json: { code } })
    expect([kept(), await db.sheetUpload.count()]).toEqual([files, rows])
  })
})

describe('the list', () => {
  it('finds by name and digest, by oneself, and sorts', async () => {
    const mark = randomUUID()
    const [a, b] = [csv(), csv()]
    await sendWhole(a, { name: `${mark} 2.csv` })
    await sendWhole(b, { name: `${mark} 1.csv`, token: other.token })
    const list = async (query: string, token = operator.token) => {
      const { json } = await call(uploads.GET, 'GET', `${path}?${query}`, { token })
      return (json.items as { name: string }[]).map(({ name }) => name)
    }
    expect(await list(`q=${mark}`)).toEqual([`${mark} 1.csv`, `${mark} 2.csv`])
    expect(await list(`q=${mark}&sort=-name`)).toEqual([`${mark} 2.csv`, `${mark} 1.csv`])
    expect(await list(`q=${mark}&by=me`)).toEqual([`${mark} 2.csv`])
    expect(await list(`q=${sha256(a).slice(0, 16)}`)).toEqual([`${mark} 2.csv`])
  })
})

describe('deleting', () => {
  const remove = (id: unknown, token: string) => call(one.DELETE, 'DELETE', `${path}/${id}`, { token, params: { id: String(id) } })
  it('is for its owner and for data managers, and takes the file along', async () => {
    const [first, second] = [await sendWhole(csv()), await sendWhole(csv())]
    const files = kept()
    expect(await remove(first.json.id, other.token)).toMatchObject({ status: 403, json: { code: 'upload_of_other' } })
    expect((await remove(first.json.id, operator.token)).status).toBe(204)
    expect((await remove(second.json.id, manager.token)).status).toBe(204)
    expect(kept()).toBe(files - 2)
    expect((await remove(first.json.id, operator.token)).status).toBe(404)
    expect(await db.auditEntry.count({ where: { object: `upload:${first.json.id}`, outcome: 'done' } })).toBe(2)
    expect(await db.auditEntry.findFirst({ where: { object: `upload:${first.json.id}`, outcome: 'refused' } })).toMatchObject({ userId: other.id })
  })

  it('of the file in the middle of a reading is said to the reader', async () => {
    const { json } = await sendWhole(csv())
    const row = await db.sheetUpload.findUniqueOrThrow({ where: { id: String(json.id) } })
    await removeFile(row.path)
    const params = { id: row.id, sheet: '0' }
    const shown = await call(sheet.GET, 'GET', `${path}/${row.id}/sheets/0`, { token: viewer.token, params })
    expect(shown).toMatchObject({ status: 410, json: { code: 'upload_gone' } })
  })

  it('happens by itself when its time is over', async () => {
    const { json } = await sendWhole(csv())
    const files = kept()
    await sweepUploads()
    expect(kept()).toBe(files)
    await db.sheetUpload.update({ where: { id: String(json.id) }, data: { expiresAt: new Date(Date.now() - 1_000) } })
    await sweepUploads()
    expect(kept()).toBe(files - 1)
    expect(await db.sheetUpload.findUnique({ where: { id: String(json.id) } })).toBeNull()
  })

  it('spares a file that somebody makes a plan of at that moment', async () => {
    const id = String((await sendWhole(csv())).json.id)
    await db.sheetUpload.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1_000) } })
    const [locked, looked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const making = db.$transaction(
      async (tx) => {
        const [upload] = await lockUploads(tx, [id])
        if (!upload) throw new Error('no upload')
        locked.resolve()
        await looked.promise
        const run = await insertRun(tx, { kind: 'datasheets.diff', title: {}, keywords: '', payload: {}, stages: [], createdById: operator.id })
        const { name, kind, bytes, sha256: digest } = upload
        const files = [{ uploadId: id, name, kind, bytes, sha256: digest }]
        const environment = { id: randomUUID(), name: 'sweeping', kind: 'test' }
        await insertPlan(tx, { runId: BigInt(run.id), environment, mappingVersion: 0, createdById: operator.id, files })
        return BigInt(run.id)
      },
      { timeout: 30_000 },
    )
    await locked.promise
    let swept = false
    const sweeping = sweepUploads().finally(() => {
      swept = true
    })
    const waits = async () =>
      (await db.$queryRaw<unknown[]>`SELECT ID FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND INFO LIKE 'DELETE FROM%datasheets_upload%'`)
        .length > 0
    while (!swept && !(await waits())) await new Promise(setImmediate)
    looked.resolve()
    const run = await making
    await sweeping
    expect(await db.sheetUpload.count({ where: { id } })).toBe(1)
    await db.run.update({ where: { id: run }, data: { state: 'failed' } })
    await sweepUploads()
    expect(await db.sheetUpload.count({ where: { id } })).toBe(0)
  })
})
