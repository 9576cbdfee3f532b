import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import excel from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as annotated } from '#app/api/v1/datasheets/plans/[id]/annotated/[upload]/route.ts'
import { makePerson } from '#app/api/v1/testing.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import { finishPlan, keepFindings, planJob } from '#features/datasheets/execution/repository.ts'
import { startPlan } from '#features/datasheets/plans/service.ts'
import { insertUpload } from '#features/datasheets/uploads/repository.ts'
import { sweepUploads } from '#features/datasheets/uploads/service.ts'
import { insertEnvironment } from '#features/environments/repository.ts'
import { db } from '#server/database.ts'
import { env } from '#server/env.ts'
import { mostAnnotatedBytes } from '#server/files/annotated.ts'
import { keepFile } from '#server/files/kept.ts'

const kept = () => readdirSync(join(env.QUARTERDECK_STATE_DIR, 'artefacts')).length
let person: Awaited<ReturnType<typeof makePerson>>
const environment = `copies ${randomUUID().slice(0, 8)}`

beforeAll(async () => {
  person = await makePerson('data_manager')
  await db.$transaction((tx) => insertEnvironment(tx, { name: environment, kind: 'test', url: 'mysql://u:p@127.0.0.1:1/game', tables: [] }))
})
afterAll(async () => {
  await db.sheetUpload.updateMany({ data: { expiresAt: new Date(0) } })
  await sweepUploads()
  await db.$disconnect()
})

const found = (file: string, level: Finding['level'], sheet: string | null, cell: string | null, code: string): Finding => ({
  level,
  code,
  file,
  sheet,
  cell,
  table: 'item',
  column: 'price',
  value: 'abc',
  params: {},
})

/** A draft of one file with findings; its id and that of the upload. */
async function draft(name: string, content: Uint8Array, kind: 'xlsx' | 'csv', findings: Finding[]): Promise<{ plan: string; upload: string }> {
  const [file, upload, createdAt] = [await keepFile(content), randomUUID(), new Date()]
  const times = { createdAt, expiresAt: new Date(createdAt.getTime() + 86_400_000) }
  await db.$transaction((tx) => insertUpload(tx, { id: upload, name, ...file, kind, sheets: [], createdById: person.id, ...times }))
  const who = { userId: person.id, name: 'x', email: person.email, role: 'data_manager', via: 'token', scopes: ['all'], mustChangePassword: false } as const
  const started = await startPlan(who, { environment, uploads: [upload] }, { ip: 'local', requestId: 'test' })
  if (!('plan' in started)) throw new Error(started.code)
  const { planId } = await planJob(BigInt(started.run.id))
  await db.$transaction(async (tx) => {
    await keepFindings(tx, planId, 0, findings)
    const readAt = createdAt.toISOString()
    await finishPlan(tx, planId, { sha256: '1'.repeat(64), schemaFingerprint: '2'.repeat(64), readAt, findings: [], unreadSheets: [] })
    await tx.run.update({ where: { id: BigInt(started.run.id) }, data: { state: 'succeeded' } })
  })
  return { plan: started.plan.id, upload }
}

async function copyOf({ plan, upload }: { plan: string; upload: string }, language = 'ko'): Promise<Response> {
  const headers = { authorization: `Bearer ${person.token}`, 'accept-language': language }
  const request = new Request(`http://127.0.0.1:3300/api/v1/datasheets/plans/${plan}/annotated/${upload}`, { headers })
  return annotated(request, { params: Promise.resolve({ id: plan, upload }) })
}

async function opened(response: Response): Promise<excel.Workbook> {
  const book = new excel.Workbook()
  await book.xlsx.load(await response.arrayBuffer())
  return book
}
const colourOf = (cell?: excel.Cell) => (cell?.fill as { fgColor?: { argb?: string } } | undefined)?.fgColor?.argb
const noteOf = (cell?: excel.Cell) => (typeof cell?.note === 'string' ? cell.note : cell?.note?.texts?.map(({ text }) => text).join(''))

describe('an annotated copy', () => {
  it('has its bad cells coloured and commented, and all others as they were', async () => {
    const book = new excel.Workbook()
    const sheet = book.addWorksheet('Items')
    sheet.addRows([
      ['id', 'price'],
      [1, 'abc'],
      [2, 3],
      [3, 4],
    ])
    for (const cell of ['B2', 'B3', 'B4']) sheet.getCell(cell).numFmt = '@'
    book.addWorksheet('빈 시트')
    const name = '아이템.xlsx'
    const findings = [
      found(name, 'error', 'Items', 'B2', 'number_unreadable'),
      found(name, 'warning', 'Items', 'B2', 'number_as_text'),
      found(name, 'warning', 'Items', 'C4', 'number_as_text'),
      { ...found(name, 'warning', '빈 시트', null, 'sheet_unmatched'), params: { hint: 'none', nearest: '' } },
      found('other.xlsx', 'error', 'Items', 'A1', 'number_unreadable'),
    ]
    const made = await draft(name, new Uint8Array(await book.xlsx.writeBuffer()), 'xlsx', findings)
    const files = kept()
    const response = await copyOf(made)
    expect(response.status).toBe(200)
    expect(decodeURIComponent(response.headers.get('content-disposition') ?? '')).toContain('아이템_annotated.xlsx')
    const copy = await opened(response)
    const shown = copy.getWorksheet('Items')
    expect([colourOf(shown?.getCell('B2')), colourOf(shown?.getCell('C4')), colourOf(shown?.getCell('B3')), colourOf(shown?.getCell('A1'))]).toEqual([
      'FFFFC7CE',
      'FFFFEB9C',
      undefined,
      undefined,
    ])
    expect(shown?.getCell('B2').numFmt).toBe('@')
    expect(noteOf(shown?.getCell('B2'))?.split('\n').length).toBeGreaterThan(1)
    expect(noteOf(shown?.getCell('B2'))).toMatch(/[가-힣]/)
    expect(noteOf(copy.getWorksheet('빈 시트')?.getCell('A1'))).toMatch(/[가-힣]/)
    expect(shown?.getSheetValues().slice(1)).toEqual([
      [undefined, 'id', 'price'],
      [undefined, 1, 'abc'],
      [undefined, 2, 3],
      [undefined, 3, 4],
    ])
    expect(noteOf((await opened(await copyOf(made, 'en'))).getWorksheet('Items')?.getCell('B2'))).not.toMatch(/[가-힣]/)
    expect(kept()).toBe(files)
    expect(await db.auditEntry.count({ where: { action: 'datasheets.annotated', planId: made.plan } })).toBe(2)
  })

  it('has no findings of a file whose name differs in an accent', async () => {
    const findings = [
      found('Item\u00e9.csv', 'error', 'Item\u00e9', 'A2', 'number_unreadable'),
      found('Iteme.csv', 'error', 'Iteme', 'B2', 'number_unreadable'),
    ]
    const made = await draft('Iteme.csv', Buffer.from('id,price\n007,abc\n'), 'csv', findings)
    const sheet = (await opened(await copyOf(made))).worksheets[0]
    expect(['A2', 'B2'].map((cell) => colourOf(sheet?.getCell(cell)))).toEqual([undefined, 'FFFFC7CE'])
  })

  it('of a CSV file is a workbook of its texts', async () => {
    const made = await draft('items.csv', Buffer.from('id,price\n007,abc\n'), 'csv', [found('items.csv', 'error', 'items', 'B2', 'number_unreadable')])
    const sheet = (await opened(await copyOf(made))).worksheets[0]
    expect([sheet?.name, sheet?.getCell('A2').value, colourOf(sheet?.getCell('B2'))]).toEqual(['items', '007', 'FFFFC7CE'])
  })

  it('is refused by name where it cannot be made, and nothing is left', async () => {
    const broken = await draft('broken.xlsx', Buffer.from('PK no workbook'), 'xlsx', [])
    const large = await draft('large.xlsx', Buffer.alloc(mostAnnotatedBytes + 1), 'xlsx', [])
    const files = kept()
    const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code]
    expect(await codeOf(await copyOf(broken))).toEqual([422, 'annotated_unreadable'])
    expect(await codeOf(await copyOf(large))).toEqual([422, 'annotated_too_large'])
    expect(await codeOf(await copyOf({ ...large, upload: 'other' }))).toEqual([404, 'not_found'])
    expect(kept()).toBe(files)
    await db.sheetUpload.delete({ where: { id: large.upload } })
    expect(await codeOf(await copyOf(large))).toEqual([410, 'upload_gone'])
  })
})
