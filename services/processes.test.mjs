import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dropLock, lockHolder, takeLock } from './lock.mjs'
import { bornAt, endProcess, identify, isAlive } from './processes.mjs'
import { openStateDir } from './state-dir.mjs'

let base
const children = []
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'quarterdeck-processes-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(base, { recursive: true, force: true })
})

/** A process that lives until it is ended, and says when it runs. */
async function begin(code = '') {
  const child = spawn(process.execPath, ['-e', `${code};setInterval(() => {}, 1000);process.send('ready')`], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  children.push(child)
  await new Promise((resolve) => child.once('message', resolve))
  return child
}

test('a process is known by its pid and its birth', async () => {
  const child = await begin()
  const record = identify(child.pid)
  expect(isAlive(record)).toBe(true)
  expect(isAlive({ ...record, born: 'another time' })).toBe(false)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  expect(bornAt(record.pid)).toBeNull()
  expect(isAlive(null)).toBe(false)
})

test('a pid that is somebody else by now is left alone', async () => {
  const child = await begin()
  expect(await endProcess({ pid: child.pid, born: 'another time' }, 1000)).toBe('gone')
  expect(bornAt(child.pid)).not.toBeNull()
})

test('it is asked first and killed when it does not listen', async () => {
  expect(await endProcess(identify((await begin()).pid), 5000)).toBe('ended')
  expect(await endProcess(identify((await begin("process.on('SIGTERM', () => {})")).pid), 200)).toBe('killed')
})

test('the lock of a living process holds, that of a dead one does not', async () => {
  const state = openStateDir(join(base, 'state'))
  const other = await begin()
  const record = identify(other.pid)
  writeFileSync(state.file('start.lock'), JSON.stringify(record))
  expect(await takeLock(state)).toEqual(record)
  await endProcess(record, 5000)
  expect(await takeLock(state)).toBeNull()
  expect(lockHolder(state)?.pid).toBe(process.pid)
  dropLock(state)
  expect(lockHolder(state)).toBeNull()
})
