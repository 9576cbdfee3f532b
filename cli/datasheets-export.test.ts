import { readdirSync, readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { patience, qd, refuse, snapshot, startConsole, temporaryDirectory, tidy } from '#cli/testing/stand-in.ts'

vi.setConfig(patience)
afterEach(tidy)

const at = '2026-11-21T00:00:00.000Z'
const sha256 = 'a'.repeat(64)
const file = Buffer.from('PK a workbook')
const artefact = { id: '4', name: 'live.xlsx', contentType: 'application/zip', bytes: file.length, sha256, createdAt: at, expiresAt: at }
const tables = [{ table: 'stuff', rows: 3, sheets: ['Material', 'Treasure'] }]
const outcome = {
  readAt: at,
  tables,
  left: ['odd'],
  bytes: file.length,
  sha256,
  beyond: [],
  check: { insert: 0, update: 0, delete: 0, errors: 0, keyless: [], at },
}
const made = {
  run: { id: '7', state: 'succeeded', error: null },
  environment: { id: 'e', name: 'live', kind: 'production' },
  tables: [],
  format: 'xlsx',
  mappingVersion: 1,
  outcome,
  artefact,
  createdBy: { id: 'u', name: 'Kim' },
  createdAt: at,
}
const answers = (change: object = {}) => ({
  'POST /datasheets/exports': { run: { id: '7', state: 'queued' } },
  'GET /runs/7': { ...snapshot({ state: 'succeeded' }), artefacts: [] },
  'GET /datasheets/exports/7': { ...made, ...change },
  'GET /runs/7/artefacts/4': (_: unknown, response: ServerResponse) => void response.writeHead(200, { 'content-length': file.length }).end(file),
})

test('waits for the export, puts the file in its place, and prints what was checked', async () => {
  const { url, asked } = await startConsole(answers())
  const out = path.join(temporaryDirectory(), 'Live.XLSX')
  const { code, stdout } = await qd(['datasheets', 'export', '--env', 'live', '--tables', 'stuff, npc', '--out', out, '--json'], { url })
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    { run: { id: '7', state: 'succeeded' }, file: out, bytes: file.length, sha256, tables, left: ['odd'], beyond: [], check: outcome.check },
  ])
  expect(asked('POST /datasheets/exports')[0]?.body).toEqual({ environment: 'live', format: 'xlsx', tables: ['stuff', 'npc'] })
  expect(readFileSync(out)).toEqual(file)
  expect(readdirSync(path.dirname(out))).toEqual([path.basename(out)])
})

test('asks for all tables as a zip, and says it in words', async () => {
  const { url, asked } = await startConsole(answers({ outcome: { ...outcome, check: null, beyond: ['rows'] } }))
  const out = path.join(temporaryDirectory(), 'live.zip')
  const { code, stdout, stderr } = await qd(['datasheets', 'export', '--env', 'live', '--all', '--out', out], { url })
  expect(asked('POST /datasheets/exports')[0]?.body).toEqual({ environment: 'live', format: 'zip' })
  expect(stderr).toContain('odd was left out')
  expect([code, stdout, stderr]).toEqual([
    0,
    expect.stringContaining('Material, Treasure'),
    expect.stringContaining('cannot be imported again, so it was not checked: rows'),
  ])
})

test('names tables whose rows cannot be told apart', async () => {
  const { url } = await startConsole(answers({ outcome: { ...outcome, check: { ...outcome.check, errors: 1, keyless: ['log'] } } }))
  const { code, stderr } = await qd(['datasheets', 'export', '--env', 'live', '--all', '--out', path.join(temporaryDirectory(), 'live.xlsx')], { url })
  expect([code, stderr]).toEqual([0, expect.stringContaining('Tables without a key, whose rows cannot be told apart: log')])
})

test('leaves no part of a file when the export fails', async () => {
  const error = { code: 'export_control_character', params: { table: 'stuff' }, detail: null, stage: 'write' }
  const { url } = await startConsole({ ...answers(), 'GET /runs/7': { ...snapshot({ state: 'failed', error }), artefacts: [] } })
  const folder = temporaryDirectory()
  const { code, stderr } = await qd(['datasheets', 'export', '--env', 'live', '--all', '--out', path.join(folder, 'live.xlsx')], { url })
  expect([code, stderr]).toEqual([1, expect.stringContaining('export_control_character')])
  expect(readdirSync(folder)).toEqual([])
})

test.each([
  [['--all', '--out', 'live.csv'], 2],
  [['--out', 'live.xlsx'], 2],
  [['--all', '--tables', 'stuff', '--out', 'live.xlsx'], 2],
  [['--all'], 2],
])('%j is wrong usage', async (words, expected) => {
  const { url, seen } = await startConsole({ 'POST /datasheets/exports': (_: unknown, response: ServerResponse) => refuse(response, 500, 'never') })
  const { code } = await qd(['datasheets', 'export', '--env', 'live', ...words], { url })
  expect([code, seen]).toEqual([expected, []])
})
