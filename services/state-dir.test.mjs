import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deleteStateDir, openStateDir, readJson } from './state-dir.mjs'

let base
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'quarterdeck-state-'))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const mode = (file) => statSync(file).mode & 0o777

test('belongs to its owner alone', () => {
  const state = openStateDir(join(base, 'new'))
  state.secret('password')
  expect(mode(state.dir)).toBe(0o700)
  expect(mode(state.file('state.json'))).toBe(0o600)
  expect(mode(state.file('secrets.json'))).toBe(0o600)
})

test('a secret is made once and then remembered', () => {
  const dir = join(base, 'new')
  const first = openStateDir(dir).secret('password')
  expect(first).toMatch(/^[\w-]{43}$/)
  expect(openStateDir(dir).secret('password')).toBe(first)
  openStateDir(dir).secret.set('password', null)
  expect(openStateDir(dir).secret.get('password')).toBeNull()
})

test('damaged secrets are reported and never replaced', () => {
  const state = openStateDir(join(base, 'new'))
  writeFileSync(state.file('secrets.json'), '{"password": "ab')
  expect(() => state.secret('password')).toThrow(/cannot be read/)
  expect(readFileSync(state.file('secrets.json'), 'utf8')).toBe('{"password": "ab')
})

test('an update keeps what it does not name', () => {
  const state = openStateDir(join(base, 'new'))
  state.update({ ports: { web: 3300 } })
  state.update({ phase: 'running' })
  expect(state.read()).toEqual({ product: 'quarterdeck', ports: { web: 3300 }, phase: 'running' })
})

test('a directory with files of somebody else is neither used nor deleted', () => {
  writeFileSync(join(base, 'thesis.txt'), 'years of work')
  expect(() => openStateDir(base)).toThrow(/other files/)
  expect(() => deleteStateDir(base)).toThrow(/does not look like/)
  expect(readFileSync(join(base, 'thesis.txt'), 'utf8')).toBe('years of work')
})

test('one of ours is deleted whole', () => {
  const { dir } = openStateDir(join(base, 'new'))
  deleteStateDir(dir)
  expect(readJson(join(dir, 'state.json'))).toBeNull()
})
