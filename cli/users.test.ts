import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { patience, refuse, startConsole, temporaryDirectory, tidy } from '#cli/testing/stand-in.ts'

vi.setConfig(patience)
afterEach(tidy)

const launcher = fileURLToPath(new URL('./qd.mjs', import.meta.url))
const at = '2026-03-01T00:00:00.000Z'
const kim = {
  id: 'u1',
  name: 'Kim',
  email: 'kim@example.test',
  role: 'viewer',
  state: 'invited',
  secondFactor: false,
  sessions: 0,
  seenAt: null,
  createdAt: at,
}
const made = { id: '7', name: 'login', hint: 'abcd', scopes: ['all'], createdAt: at, lastUsedAt: null, expiresAt: at, revokedAt: null, token: 'qd_made' }
const password = 'five small boats in the harbour'

type Outcome = { code: number | null; stdout: string; stderr: string }

/** The command line with something on its standard input. */
function qd(words: string[], state: string, env: Record<string, string>, input = ''): Promise<Outcome> {
  const child = spawn(process.execPath, [launcher, ...words], { env: { NODE_ENV: 'test', LANG: 'C.UTF-8', QUARTERDECK_STATE_DIR: state, ...env } })
  const outcome: Outcome = { code: null, stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    outcome.stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    outcome.stderr += chunk
  })
  child.stdin.end(input)
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...outcome, code })))
}

describe('qd login', () => {
  it('keeps the login for its address, and sends no token of anybody else with the password', async () => {
    const console_ = await startConsole({ 'POST /session/token': made, 'GET /users': { items: [kim], total: 1, page: 1, pageSize: 500, countedAt: at } })
    const state = temporaryDirectory()
    const login = await qd(
      ['login', '--email', kim.email, '--password-stdin', '--code', '123456'],
      state,
      { QD_URL: console_.url, QD_TOKEN: 'qd_other' },
      `${password}\n`,
    )
    expect(login).toMatchObject({ code: 0 })
    const [asked] = console_.asked('POST /session/token')
    expect(asked?.body).toMatchObject({ email: kim.email, password, code: '123456' })
    expect(asked?.headers.authorization).toBeUndefined()
    const file = path.join(state, 'login.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ url: console_.url, token: 'qd_made' })
    expect((await qd(['users', 'list'], state, {})).stdout).toContain(kim.email)
    expect(console_.asked('GET /users')[0]?.headers.authorization).toBe('Bearer qd_made')
  })
  it('prints the token with --json and keeps nothing', async () => {
    const console_ = await startConsole({ 'POST /session/token': made })
    const state = temporaryDirectory()
    const { code, stdout } = await qd(['login', '--email', kim.email, '--password-stdin', '--json'], state, { QD_URL: console_.url }, password)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ token: 'qd_made' })
    expect(() => statSync(path.join(state, 'login.json'))).toThrow()
  })
  it('is a refusal without a password, and with a wrong one', async () => {
    const console_ = await startConsole({ 'POST /session/token': (_: unknown, response: never) => refuse(response, 401, 'sign_in_failed') })
    const state = temporaryDirectory()
    const words = ['login', '--email', kim.email, '--password-stdin', '--json']
    expect(JSON.parse((await qd(words, state, { QD_URL: console_.url })).stderr)).toMatchObject({ code: 'password_missing' })
    const wrong = await qd(words, state, { QD_URL: console_.url }, 'wrong\n')
    expect(wrong.code).toBe(1)
    expect(JSON.parse(wrong.stderr)).toMatchObject({ code: 'sign_in_failed' })
  })
  it('ends with qd logout', async () => {
    const console_ = await startConsole({
      'POST /session/token': made,
      'DELETE /tokens/7': (_: unknown, response: { writeHead: (s: number) => { end: () => void } }) => response.writeHead(204).end(),
    })
    const state = temporaryDirectory()
    await qd(['login', '--email', kim.email, '--password-stdin'], state, { QD_URL: console_.url }, password)
    expect(await qd(['logout'], state, {})).toMatchObject({ code: 0 })
    expect(console_.asked('DELETE /tokens/7')).toHaveLength(1)
    expect(() => statSync(path.join(state, 'login.json'))).toThrow()
  })
})

describe('qd users', () => {
  it('gives the link of a new person', async () => {
    const link = 'http://127.0.0.1:3300/invitation#secret'
    const console_ = await startConsole({ 'POST /users': { user: kim, link, expiresAt: at } })
    const { stdout } = await qd(['users', 'add', kim.email, '--role', 'viewer', '--json'], temporaryDirectory(), { QD_URL: console_.url, QD_TOKEN: 'qd_test' })
    expect(JSON.parse(stdout)).toMatchObject({ link })
    expect(console_.asked('POST /users')[0]?.body).toEqual({ email: kim.email, role: 'viewer' })
  })
  it('accepts a link as nobody in particular', async () => {
    const console_ = await startConsole({ 'POST /invitations/accept': { email: kim.email } })
    const link = `${console_.url}/invitation#abcdefghijklmnopqrstuvwxyz`
    const { code } = await qd(['users', 'accept', link, '--password-stdin'], temporaryDirectory(), { QD_URL: console_.url, QD_TOKEN: 'qd_test' }, password)
    expect(code).toBe(0)
    const [asked] = console_.asked('POST /invitations/accept')
    expect(asked?.body).toEqual({ token: 'abcdefghijklmnopqrstuvwxyz', password })
    expect(asked?.headers.authorization).toBeUndefined()
  })
  it('gives the link of a reset for the person with exactly this e-mail, and nothing but the link on its output', async () => {
    const link = 'http://127.0.0.1:3300/reset-password#secret'
    const answers = {
      'GET /users': { items: [kim], total: 1, page: 1, pageSize: 500, countedAt: at },
      'POST /users/u1/password-reset': { user: kim, link, expiresAt: at },
    }
    const console_ = await startConsole(answers)
    const { code, stdout } = await qd(['users', 'reset', kim.email, '--json'], temporaryDirectory(), { QD_URL: console_.url, QD_TOKEN: 'qd_test' })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ link })
    expect(console_.asked('POST /users/u1/password-reset')).toHaveLength(1)
    const nobody = await qd(['users', 'reset', 'a@b.test', '--json'], temporaryDirectory(), { QD_URL: console_.url, QD_TOKEN: 'qd_test' })
    expect(nobody.code).toBe(1)
    expect(JSON.parse(nobody.stderr)).toMatchObject({ code: 'not_found' })
  })
  it('takes a second factor away by an act of its own', async () => {
    const console_ = await startConsole({
      'GET /users': { items: [kim], total: 1, page: 1, pageSize: 500, countedAt: at },
      'DELETE /users/u1/second-factor': (_: unknown, response: { writeHead: (s: number) => { end: () => void } }) => response.writeHead(204).end(),
    })
    const { stdout } = await qd(['users', 'reset-second-factor', kim.email, '--json'], temporaryDirectory(), { QD_URL: console_.url, QD_TOKEN: 'qd_test' })
    expect(JSON.parse(stdout)).toEqual({ email: kim.email, secondFactor: false })
    expect(console_.asked('DELETE /users/u1/second-factor')).toHaveLength(1)
  })
  it('changes the role of the person with exactly this e-mail', async () => {
    const other = { ...kim, id: 'u2', email: `a${kim.email}` }
    const console_ = await startConsole({
      'GET /users': { items: [other, kim], total: 2, page: 1, pageSize: 500, countedAt: at },
      'PATCH /users/u1': { ...kim, role: 'operator' },
    })
    const { stdout } = await qd(['users', 'role', kim.email, '--role', 'operator', '--json'], temporaryDirectory(), {
      QD_URL: console_.url,
      QD_TOKEN: 'qd_test',
    })
    expect(JSON.parse(stdout)).toMatchObject({ role: 'operator' })
  })
  it('wants a role that exists', async () => {
    expect((await qd(['users', 'add', kim.email, '--role', 'captain'], temporaryDirectory(), {})).code).toBe(2)
  })
})
