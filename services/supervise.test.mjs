import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { until } from './probe.mjs'
import { isAlive, recallProcess } from './processes.mjs'
import { openStateDir } from './state-dir.mjs'
import { endLeftover, supervise } from './supervise.mjs'

const LIVES = "setInterval(() => {}, 1000); process.send('ready')"
let base
let state
let part = null
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'quarterdeck-supervise-'))
  state = openStateDir(join(base, 'state'))
})
afterEach(async () => {
  await part?.stop()
  part = null
  rmSync(base, { recursive: true, force: true })
})

function begin(code, more = {}) {
  part = supervise({
    state,
    name: 'thing',
    command: process.execPath,
    args: ['-e', code],
    env: process.env,
    cwd: base,
    ipc: true,
    graceMs: 2000,
    ready: (child) => new Promise((resolve) => child.once('message', resolve)),
    ...more,
  })
  return part
}

test('one that dies is started again and written down again', async () => {
  const notes = []
  await begin(LIVES, { note: (text) => notes.push(text) }).ready
  const first = recallProcess(state.file('run/thing.json'))
  process.kill(first.pid, 'SIGKILL')
  await until(() => notes.some((text) => text.includes('is back')), { withinMs: 10_000, what: 'the restart' })
  expect(notes[0]).toMatch(/thing ended \(SIGKILL\): starting it again/)
  expect(part.pid()).not.toBe(first.pid)
  expect(recallProcess(state.file('run/thing.json')).pid).toBe(part.pid())
})

test('one that dies before it is ready fails with the end of its log, and is not started again', async () => {
  const starting = begin("console.error('no room on the disk'); process.exit(3)")
  await expect(starting.ready).rejects.toThrow(/thing ended before it was ready \(code 3\)[\s\S]*no room on the disk/)
  expect(recallProcess(state.file('run/thing.json'))).toBeNull()
})

test('a program that is not there is a failure with its name', async () => {
  await expect(begin('', { command: '/nowhere/mariadbd' }).ready).rejects.toThrow(/\/nowhere\/mariadbd/)
})

test('a wished end is final', async () => {
  await begin(LIVES).ready
  const record = recallProcess(state.file('run/thing.json'))
  await part.stop()
  expect(isAlive(record)).toBe(false)
  expect(recallProcess(state.file('run/thing.json'))).toBeNull()
})

test('what a killed start has left is ended by its record', async () => {
  await begin(LIVES).ready
  const record = recallProcess(state.file('run/thing.json'))
  const stopping = part.stop()
  await endLeftover(state, 'thing', 2000)
  await stopping
  expect(isAlive(record)).toBe(false)
  expect(await endLeftover(state, 'thing', 2000)).toBe(false)
})
