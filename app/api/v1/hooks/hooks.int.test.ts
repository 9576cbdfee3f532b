import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import * as deliveriesOfRoute from '#app/api/v1/hooks/[id]/deliveries/route.ts'
import * as hookRoute from '#app/api/v1/hooks/[id]/route.ts'
import * as secretRoute from '#app/api/v1/hooks/[id]/secret/route.ts'
import * as testRoute from '#app/api/v1/hooks/[id]/test/route.ts'
import * as retryRoute from '#app/api/v1/hooks/deliveries/[id]/retry/route.ts'
import * as deliveriesRoute from '#app/api/v1/hooks/deliveries/route.ts'
import * as hooksRoute from '#app/api/v1/hooks/route.ts'
import { call, makePerson } from '#app/api/v1/testing.ts'
import { db } from '#server/database.ts'

let administrator: { id: string; token: string }
const url = 'http://127.0.0.1:9/hook'
beforeAll(async () => {
  administrator = await makePerson('administrator')
})
afterEach(() => db.hook.deleteMany())
afterAll(() => db.$disconnect())

const as = (token = administrator.token) => ({ token })
const add = (body: object, token = administrator.token) => call(hooksRoute.POST, 'POST', '/api/v1/hooks', { body, token })
const request = (name: string = randomUUID()) => ({ name, url, events: ['datasheets.applied'] })
const actsOn = (id: unknown) => db.auditEntry.findMany({ where: { object: `hook:${id}` }, orderBy: { id: 'asc' } })

it('the secret of a hook is in the answer that makes it, sealed in the database, and nowhere else', async () => {
  const made = await add(request())
  expect(made).toMatchObject({ status: 201, json: { url, events: ['datasheets.applied'], environment: null, active: true, last: null } })
  const secret = String(made.json.secret)
  expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32)
  const row = await db.hook.findUniqueOrThrow({ where: { id: String(made.json.id) } })
  expect(Buffer.from(row.secretSealed).includes(Buffer.from(secret))).toBe(false)
  const answers = [
    await call(hooksRoute.GET, 'GET', '/api/v1/hooks', as()),
    await call(hookRoute.GET, 'GET', `/api/v1/hooks/${row.id}`, { ...as(), params: { id: row.id } }),
    { acts: (await actsOn(row.id)).map(({ detail, before, after }) => ({ detail, before, after })) },
  ]
  expect(JSON.stringify(answers)).not.toContain(secret.replace('whsec_', ''))
  expect(answers[0]).toMatchObject({ json: { items: [{ id: row.id }], total: 1, mail: false } })
})

it.each(['viewer', 'operator', 'data_manager', 'campaign_manager', 'approver'] as const)('a %s gets nowhere near them', async (role) => {
  const { token } = await makePerson(role)
  const id = '1'
  const tries = [
    call(hooksRoute.GET, 'GET', '/api/v1/hooks', { token }),
    add(request(), token),
    call(hookRoute.PATCH, 'PATCH', '/api/v1/hooks/1', { token, body: { active: false }, params: { id } }),
    call(hookRoute.DELETE, 'DELETE', '/api/v1/hooks/1', { token, params: { id } }),
    call(testRoute.POST, 'POST', '/api/v1/hooks/1/test', { token, params: { id } }),
    call(secretRoute.POST, 'POST', '/api/v1/hooks/1/secret', { token, params: { id } }),
    call(deliveriesRoute.GET, 'GET', '/api/v1/hooks/deliveries', { token }),
    call(deliveriesOfRoute.GET, 'GET', '/api/v1/hooks/1/deliveries', { token, params: { id } }),
    call(retryRoute.POST, 'POST', '/api/v1/hooks/deliveries/1/retry', { token, params: { id } }),
  ]
  expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 403))
})

it('a secret that is renewed is in that answer and nowhere else, with the time that the old one still has', async () => {
  const made = await add(request())
  const id = String(made.json.id)
  const renewed = await call(secretRoute.POST, 'POST', `/api/v1/hooks/${id}/secret`, { ...as(), params: { id } })
  expect(renewed).toMatchObject({ status: 200, json: { id, oldSecretUntil: expect.any(String) } })
  const secrets = [made, renewed].map(({ json }) => String(json.secret).replace('whsec_', ''))
  expect(new Set(secrets).size).toBe(2)
  const hours = (Date.parse(String(renewed.json.oldSecretUntil)) - Date.now()) / 3_600_000
  expect(Math.round(hours)).toBe(24)
  const row = await db.hook.findUniqueOrThrow({ where: { id } })
  const kept = Buffer.concat([Buffer.from(row.secretSealed), Buffer.from(row.oldSecretSealed ?? [])])
  const acts = await actsOn(id)
  expect(acts.map(({ action }) => action)).toEqual(['hooks.add', 'hooks.renew'])
  const shown = await call(hookRoute.GET, 'GET', `/api/v1/hooks/${id}`, { ...as(), params: { id } })
  expect(shown.json).toMatchObject({ oldSecretUntil: renewed.json.oldSecretUntil })
  const said = JSON.stringify([shown, acts.map(({ detail, before, after }) => ({ detail, before, after }))])
  for (const secret of secrets) expect([said.includes(secret), kept.includes(Buffer.from(secret))]).toEqual([false, false])
  expect(await call(secretRoute.POST, 'POST', '/api/v1/hooks/x/secret', { ...as(), params: { id: 'x' } })).toMatchObject({ status: 404 })
})

it.each([
  [{ url: 'ftp://game.example/' }, 400, 'invalid_request'],
  [{ url: 'https://me:secret@game.example/' }, 400, 'url_with_credentials'],
  [{ url: 'http://169.254.169.254/' }, 422, 'address_forbidden'],
  [{ events: [] }, 400, 'invalid_request'],
  [{ events: ['everything'] }, 400, 'invalid_request'],
  [{ environment: 'nowhere' }, 422, 'environment_unknown'],
])('a hook with %j is refused', async (part, status, code) => expect(await add({ ...request(), ...part })).toMatchObject({ status, json: { code } }))

it('what is done with a hook is in the audit', async () => {
  const name = randomUUID()
  const { json } = await add(request(name))
  const params = { id: name }
  expect(await add(request(name))).toMatchObject({ status: 409, json: { code: 'name_taken' } })
  const changed = await call(hookRoute.PATCH, 'PATCH', `/api/v1/hooks/${name}`, { ...as(), params, body: { events: ['approvals.decided'] } })
  expect(changed).toMatchObject({ status: 200, json: { events: ['approvals.decided'], url } })
  const sent = await call(testRoute.POST, 'POST', `/api/v1/hooks/${name}/test`, { ...as(), params })
  expect(sent).toMatchObject({ status: 202, json: { event: 'hooks.test', state: 'waiting', attempts: 0, to: name } })
  const listed = await call(deliveriesOfRoute.GET, 'GET', `/api/v1/hooks/${name}/deliveries?state=waiting`, { ...as(), params })
  expect(listed.json).toMatchObject({ total: 1, items: [{ id: sent.json.id }] })
  const id = String(sent.json.id)
  expect(await call(retryRoute.POST, 'POST', `/api/v1/hooks/deliveries/${id}/retry`, { ...as(), params: { id } })).toMatchObject({ status: 200 })
  expect(await call(hookRoute.DELETE, 'DELETE', `/api/v1/hooks/${name}`, { ...as(), params })).toMatchObject({ status: 204 })
  const acts = await actsOn(json.id)
  expect(acts.map(({ action }) => action)).toEqual(['hooks.add', 'hooks.change', 'hooks.test', 'hooks.remove'])
  expect(await db.auditEntry.count({ where: { action: 'hooks.retry', object: `delivery:${id}` } })).toBe(1)
})

it('what comes after the host of an address is kept from those who read the audit alone, but not that it changed', async () => {
  const { json } = await add({ ...request(), url: 'https://hooks.chat.example/services/T0/B0/tokenOfTheRoom?key=other' })
  const params = { id: String(json.id) }
  for (const url of ['https://hooks.chat.example/services/T0/B0/anotherToken', 'https://hooks.chat.example'])
    await call(hookRoute.PATCH, 'PATCH', `/api/v1/hooks/${json.id}`, { ...as(), params, body: { url } })
  const acts = await actsOn(json.id)
  const said = JSON.stringify(acts.map(({ detail, before, after }) => ({ detail, before, after })))
  for (const part of ['tokenOfTheRoom', 'key=other', 'anotherToken']) expect(said).not.toContain(part)
  const places = acts.map(({ after }) => (after as { url: string }).url)
  expect(new Set(places).size).toBe(3)
  expect(places.every((place) => place.startsWith('https://hooks.chat.example'))).toBe(true)
})

it.each(['0', 'x', '99999999999999999999', '9223372036854775807'])('there is no delivery %s to retry', async (id) => {
  expect(await call(retryRoute.POST, 'POST', `/api/v1/hooks/deliveries/${id}/retry`, { ...as(), params: { id } })).toMatchObject({ status: 404 })
})
