import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { patience, qd, refuse, snapshot, startConsole, temporaryDirectory, tidy } from '#cli/testing/stand-in.ts'

vi.setConfig(patience)
afterEach(tidy)

const at = '2026-11-21T00:00:00.000Z'
const person = { id: 'u', name: 'Kim' }
const sha256 = 'a'.repeat(64)
const text = 'id,name\n1,철\n'
const kept = (id: string, name: string) => ({
  id,
  name,
  bytes: Buffer.byteLength(text),
  sha256: createHash('sha256').update(text).digest('hex'),
  kind: 'csv',
  sheets: [{ name: 'Material', hidden: false }],
  createdAt: at,
  createdBy: person,
  expiresAt: at,
  sameAs: null,
  plans: 0,
})
const counts = { insert: 1, update: 2, delete: 3, unchanged: 4, errors: 0, warnings: 1 }
const table = {
  table: 'stuff',
  sheets: [{ file: 'Material.csv', sheet: 'Material', rows: 7, hiddenRows: 0, hidden: false }],
  columns: ['id', 'name'],
  key: ['id'],
  ...counts,
  rowsBefore: 9,
  byColumn: [{ column: 'name', changed: 2 }],
  digest: 'b'.repeat(64),
}
const plan = {
  id: '9',
  environment: { id: 'e', name: 'test', kind: 'test' },
  state: 'draft',
  origin: 'files',
  source: null,
  base: null,
  undoOf: null,
  conflicts: 0,
  rowsRemovedAt: null,
  expiresAt: at,
  sha256,
  run: { id: '7', state: 'succeeded', error: null },
  mappingVersion: 0,
  schemaFingerprint: 'c'.repeat(64),
  files: [],
  totals: { tables: 1, ...counts },
  createdBy: person,
  createdAt: at,
  readAt: at,
  finishedAt: at,
  tables: [table],
  findings: [{ table: 'stuff', level: 'warning', code: 'hidden_rows', count: 1 }],
  unreadSheets: [],
  mappingChanged: false,
  environmentMoved: false,
  newer: null,
  risks: [],
  approvals: { required: 0, latest: null },
  import: null,
  schema: [],
}
const place = { file: 'Material.csv', sheet: 'Material', cell: 'B2', column: 'name' }
const finding = (level: string, code: string) => ({ level, code, ...place, table: 'stuff', value: '철', params: {}, message: `says ${code}` })
const page = (items: unknown[]) => ({ items, total: items.length, page: 1, pageSize: 500, countedAt: at })

function answers(change: Record<string, unknown> = {}, findings: unknown[] = [finding('warning', 'hidden_rows')]) {
  return {
    'POST /datasheets/uploads': ({ headers }: { headers: Record<string, string> }) =>
      kept(`up-${headers['x-file-name']}`, decodeURIComponent(headers['x-file-name'] ?? '')),
    'POST /datasheets/plans': { plan: { id: '9', state: 'computing' }, run: { id: '7' } },
    'GET /runs/7': { ...snapshot({ state: 'succeeded' }), artefacts: [] },
    'GET /datasheets/plans/9': { ...plan, ...change },
    'GET /datasheets/plans/9/findings': page(findings),
  }
}

function folderWith(...names: string[]): { folder: string; files: string[] } {
  const folder = temporaryDirectory()
  const files = names.map((name) => path.join(folder, name))
  for (const file of files) writeFileSync(file, text)
  return { folder, files }
}

test('diff sends each file with its digest, makes a plan of them and prints it', async () => {
  const server = await startConsole(answers())
  const { files } = folderWith('Material.csv', '아티팩트.csv')
  const { code, stdout, stderr } = await qd(['datasheets', 'diff', '--env', 'test', ...files, '--json'], { url: server.url })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({
    plan: { id: '9', sha256, state: 'draft' },
    tables: [{ table: 'stuff', sheets: ['Material'], ...counts, theirs: 0, conflicts: 0, read: [{ file: 'Material.csv', sheet: 'Material', rows: 7 }] }],
    errors: [],
    warnings: [{ ...place, code: 'hidden_rows', message: 'says hidden_rows' }],
    unreadSheets: [],
  })
  const sent = server.asked('POST /datasheets/uploads')
  expect(sent.map(({ headers, body }) => [decodeURIComponent(String(headers['x-file-name'])), body, headers['x-content-sha256']])).toEqual(
    ['Material.csv', '아티팩트.csv'].map((name) => [name, text, createHash('sha256').update(text).digest('hex')]),
  )
  expect(server.asked('POST /datasheets/plans')[0]?.body).toEqual({
    environment: 'test',
    uploads: ['up-Material.csv', `up-${encodeURIComponent('아티팩트.csv')}`],
  })
})

test('diff with errors prints the document all the same and ends with 1', async () => {
  const errors = { totals: { ...plan.totals, errors: 1 }, tables: [{ ...table, errors: 1 }] }
  const server = await startConsole(answers(errors, [finding('error', 'number_unreadable'), finding('warning', 'hidden_rows')]))
  const { files } = folderWith('Material.csv')
  const found = await qd(['datasheets', 'diff', '--env', 'test', ...files, '--json'], { url: server.url })
  expect(found.code).toBe(1)
  expect(JSON.parse(found.stdout)).toMatchObject({
    plan: { state: 'draft' },
    errors: [{ ...place, code: 'number_unreadable', message: 'says number_unreadable' }],
    warnings: [{ code: 'hidden_rows' }],
  })
  expect(JSON.parse(found.stderr)).toMatchObject({ code: 'datasheet_errors' })
  const human = await qd(['datasheets', 'diff', '--env', 'test', ...files], { url: server.url })
  expect(human.code).toBe(1)
  expect(human.stdout).toContain('Material.csv / Material / B2')
  expect(human.stderr).toContain('bytes uploaded')
})

const differences = [
  { table: 'stuff', column: 'memo', kind: 'column_missing', from: null, to: 'text', blocking: false },
  { table: 'old', column: null, kind: 'table_missing', from: 'old', to: null, blocking: true },
]

test('compare asks for a plan of two environments and prints it with what they declare differently', async () => {
  const server = await startConsole({
    ...answers({ origin: 'compare', source: { id: 'f', name: 'live' }, schema: differences, tables: [{ ...table, theirs: 2, both: 3 }], conflicts: 3 }),
    'POST /datasheets/comparisons': { plan: { id: '9', state: 'computing' }, run: { id: '7' } },
  })
  const asked = ['datasheets', 'compare', '--from', 'live', '--to', 'test']
  const { code, stdout } = await qd([...asked, '--tables', 'stuff, old', '--json'], { url: server.url })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    plan: { id: '9', sha256 },
    tables: [{ table: 'stuff', theirs: 2, conflicts: 3 }],
    schema: differences,
    errors: [],
  })
  expect(server.asked('POST /datasheets/comparisons')[0]?.body).toEqual({ from: 'live', to: 'test', tables: ['stuff', 'old'] })
  const human = await qd(asked, { url: server.url })
  expect(human.stdout).toContain('table_missing !')
  expect(human.stdout).toContain('3 rows were changed in the sheet and in the database')
  expect(server.asked('POST /datasheets/comparisons')[1]?.body).toEqual({ from: 'live', to: 'test' })
  expect((await qd(['datasheets', 'compare', '--from', 'live'], { url: server.url })).code).toBe(2)
})

test('diff says by name what it was refused for, before or after sending', async () => {
  const { folder, files } = folderWith('Material.csv')
  const server = await startConsole({
    'POST /datasheets/uploads': (_: unknown, response: Parameters<typeof refuse>[0]) => refuse(response, 422, 'datasheet_encrypted'),
  })
  const refused = await qd(['datasheets', 'diff', '--env', 'test', ...files, '--json'], { url: server.url })
  expect({ ...refused, stderr: JSON.parse(refused.stderr).code }).toEqual({ code: 1, stdout: '', stderr: 'datasheet_encrypted' })
  const missing = await qd(['datasheets', 'diff', '--env', 'test', ...files, path.join(folder, 'none.xlsx'), '--json'], { url: server.url })
  expect([missing.code, JSON.parse(missing.stderr).code]).toEqual([1, 'file_unreadable'])
  expect(server.asked('POST /datasheets/uploads')).toHaveLength(1)
})

test('two files of one name are refused by it, wherever they lie', async () => {
  const server = await startConsole({
    ...answers(),
    'POST /datasheets/plans': (_: unknown, response: Parameters<typeof refuse>[0]) => refuse(response, 422, 'upload_names_twice'),
  })
  const files = [folderWith('Items.csv'), folderWith('Items.csv')].flatMap((made) => made.files)
  const { code, stdout, stderr } = await qd(['datasheets', 'diff', '--env', 'test', ...files, '--json'], { url: server.url })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(JSON.parse(stderr)).toMatchObject({ code: 'upload_names_twice', status: 422 })
  expect(server.asked('POST /datasheets/uploads').map(({ headers }) => headers['x-file-name'])).toEqual(['Items.csv', 'Items.csv'])
  expect(server.asked('GET /runs/7')).toHaveLength(0)
})

test('a run that failed is the problem; there is no document', async () => {
  const error = { code: 'environment_refused', params: { host: 'db' }, detail: null, stage: 'sheets' }
  const server = await startConsole({ ...answers(), 'GET /runs/7': { ...snapshot({ state: 'failed', error }), artefacts: [] } })
  const { files } = folderWith('Material.csv')
  const { code, stdout, stderr } = await qd(['datasheets', 'diff', '--env', 'test', ...files, '--json'], { url: server.url })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(JSON.parse(stderr)).toMatchObject({ code: 'environment_refused', run: { id: '7', state: 'failed' } })
})

const row = { index: 0, op: 'update', key: { id: '1' }, cells: { name: ['철', null] } }

test('rows gives lines of JSON as they come, or a table', async () => {
  const lines = '{"op":"update","key":{"id":"1"},"cells":{"name":["철",null]}}\n'
  const server = await startConsole({
    'GET /datasheets/plans/9/tables/stuff/rows/export': (_: unknown, response: Parameters<typeof refuse>[0]) =>
      void response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(lines),
    'GET /datasheets/plans/9/tables/stuff/rows': { items: [row], total: 3, matching: 1, complete: true },
  })
  const found = await qd(['datasheets', 'rows', '9', '--table', 'stuff', '--ndjson'], { url: server.url })
  expect(found).toEqual({ code: 0, stdout: lines, stderr: '' })
  const human = await qd(['datasheets', 'rows', '9', '--table', 'stuff', '--op', 'update'], { url: server.url })
  expect(human.stdout).toContain('name: 철 -> NULL')
  expect((await qd(['datasheets', 'rows', '9', '--table', 'stuff', '--op', 'move'], { url: server.url })).code).toBe(2)
})

const environment = { id: 'e', name: 'test', kind: 'test' }
const mapping = { tables: [], ignoreSheets: ['Notes'] }
const stored = { environment, version: 4, author: 'Kim', createdAt: at, latest: 4, mapping }

test('mapping get writes what mapping set takes', async () => {
  const server = await startConsole({
    'GET /datasheets/mappings/test': stored,
    'PUT /datasheets/mappings/test': { ...stored, version: 5, latest: 5, issues: [] },
  })
  const file = path.join(temporaryDirectory(), 'mapping.json')
  const got = await qd(['datasheets', 'mapping', 'get', file, '--env', 'test', '--json'], { url: server.url })
  expect(got).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(mapping)
  expect(JSON.parse(got.stdout)).toMatchObject({ environment: 'test', version: 4, file })
  const shown = await qd(['datasheets', 'mapping', 'get', '--env', 'test', '--mapping-version', '3'], { url: server.url })
  expect(JSON.parse(shown.stdout)).toEqual(mapping)
  // As editors of Windows write it.
  writeFileSync(file, `\uFEFF${readFileSync(file, 'utf8')}`)
  const put = await qd(['datasheets', 'mapping', 'set', file, '--env', 'test', '--json'], { url: server.url })
  expect(JSON.parse(put.stdout)).toEqual({ environment: 'test', version: 5, issues: [] })
  expect(server.asked('PUT /datasheets/mappings/test')[0]?.body).toEqual({ version: 4, mapping })
})

test('mapping set names every fault, and a file that is no JSON', async () => {
  const errors = [{ path: 'mapping.tables.0.sheets', code: 'slices_gap', detail: 'stuff_type = NULL is in no sheet' }]
  const server = await startConsole({
    'GET /datasheets/mappings/test': stored,
    'PUT /datasheets/mappings/test': (_: unknown, response: Parameters<typeof refuse>[0]) => refuse(response, 422, 'mapping_faulty', errors),
  })
  const file = path.join(temporaryDirectory(), 'mapping.json')
  writeFileSync(file, '{}')
  const faulty = await qd(['datasheets', 'mapping', 'set', file, '--env', 'test'], { url: server.url })
  expect([faulty.code, faulty.stderr.includes('mapping.tables.0.sheets: stuff_type = NULL is in no sheet')]).toEqual([1, true])
  writeFileSync(file, '{')
  const broken = await qd(['datasheets', 'mapping', 'set', file, '--env', 'test', '--json'], { url: server.url })
  expect(JSON.parse(broken.stderr)).toMatchObject({ code: 'not_json' })
})

test('uploads are listed and deleted', async () => {
  const server = await startConsole({
    'GET /datasheets/uploads': { ...page([kept('x', 'Material.csv')]) },
    'DELETE /datasheets/uploads/x': (_: unknown, response: Parameters<typeof refuse>[0]) => void response.writeHead(204).end(),
  })
  expect((await qd(['datasheets', 'uploads', 'list'], { url: server.url })).stdout).toContain('Material.csv')
  const gone = await qd(['datasheets', 'uploads', 'delete', 'x', '--json'], { url: server.url })
  expect(JSON.parse(gone.stdout)).toEqual({ id: 'x', removed: true })
})
