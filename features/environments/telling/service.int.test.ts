import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { Principal } from '#core/shared/permissions.ts'
import { environmentRequest } from '#features/environments/schema.ts'
import { addEnvironment, changeEnvironment, removeEnvironment } from '#features/environments/service.ts'
import { db } from '#server/database.ts'

vi.hoisted(() => {
  vi.stubEnv('SMTP_URL', 'smtp://127.0.0.1:9')
  vi.stubEnv('MAIL_FROM', 'Quarterdeck <deck@example.test>')
  vi.stubEnv('PUBLIC_URL', 'https://ops.example.com')
})

const mark = randomUUID().slice(0, 8)
const origin = { ip: '127.0.0.1', requestId: 'r' }
const hookId = randomUUID()
const people = (['administrator', 'administrator', 'approver', 'data_manager'] as const).map((role, at) => ({
  id: randomUUID(),
  email: `${at}-${mark}@example.test`,
  name: `Person ${at}`,
  role,
  locale: at === 2 ? 'en' : 'ko',
}))
const [admin] = people as [(typeof people)[number]]
const who: Principal = {
  userId: admin.id,
  name: admin.name,
  email: admin.email,
  role: 'administrator',
  via: 'session',
  scopes: null,
  mustChangePassword: false,
}
const url = (name: string) => `mysql://reader:secret@127.0.0.1:1/${name}`

beforeAll(async () => {
  await db.user.createMany({ data: people })
  const hook = { id: hookId, name: hookId, url: 'https://hook.example', secretSealed: Buffer.from('x'), events: ['environments.loosened'] }
  await db.hook.create({ data: { ...hook, environmentId: null, createdById: admin.id, createdAt: new Date(), updatedAt: new Date() } })
})
afterEach(() => db.delivery.deleteMany({}))
afterAll(async () => {
  vi.unstubAllEnvs()
  await db.hook.delete({ where: { id: hookId } })
  await db.$disconnect()
})

async function add(kind: 'test' | 'production') {
  const made = await addEnvironment(who, environmentRequest.parse({ name: `${kind} ${randomUUID().slice(0, 8)}`, kind, url: url('game') }), origin)
  if (!('id' in made)) throw new Error(made.code)
  return made
}

const told = async () => {
  const rows = await db.delivery.findMany({ orderBy: { id: 'asc' } })
  const ours = rows.filter(({ recipient }) => recipient === null || recipient.endsWith(`-${mark}@example.test`))
  return ours.map(({ channel, event, recipient, body }) => ({ channel, event, recipient, body: body as { subject?: string; text?: string; data?: object } }))
}

it('tells who may agree to changes of production when it becomes a test environment, but not who did it', async () => {
  const { id, name } = await add('production')
  await changeEnvironment(who, id, { kind: 'test', confirm: name }, origin)
  const all = await told()
  expect(all.map(({ recipient }) => recipient).toSorted()).toEqual([people[1]?.email, people[2]?.email, null].toSorted())
  expect(new Set(all.map(({ event }) => event))).toEqual(new Set(['environments.loosened']))
  expect(all.find(({ channel }) => channel === 'hook')?.body).toMatchObject({
    environment: { id, name },
    data: { environment: id, name, outcome: 'kind', person: admin.name, href: `/audit?object=environment%3A${id}` },
  })
  const english = all.find(({ recipient }) => recipient === people[2]?.email)?.body
  expect(english?.subject).toBe(`[Quarterdeck] Production environment made a test one: ${name}`)
  expect(english?.text).toContain(`https://ops.example.com/audit?object=environment%3A${id}`)
  expect(all.find(({ recipient }) => recipient === people[1]?.email)?.body.subject).toBe(`[Quarterdeck] 운영 환경이 테스트 환경으로 바뀌었습니다: ${name}`)
})

it('tells when it is led elsewhere or removed', async () => {
  const { id, name } = await add('production')
  await changeEnvironment(who, id, { url: url('other'), confirm: name }, origin)
  await removeEnvironment(who, id, name, origin)
  const hooks = (await told()).filter(({ channel }) => channel === 'hook')
  expect(hooks.map(({ body }) => body.data)).toMatchObject([{ outcome: 'address' }, { outcome: 'removed' }])
})

it('says nothing of what was refused, of another name, and of test environments', async () => {
  const production = await add('production')
  const test = await add('test')
  await changeEnvironment(who, production.id, { kind: 'test' }, origin)
  await changeEnvironment(who, production.id, { name: `${production.name} 2` }, origin)
  await changeEnvironment(who, test.id, { url: url('other') }, origin)
  await changeEnvironment(who, test.id, { kind: 'production' }, origin)
  expect(await told()).toEqual([])
})
