import type { ChildProcess } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import tls from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { addHook, changeHook, pageOfDeliveries, removeHook, renewSecret, retryDelivery, testHook } from '#features/notices/hooks/service.ts'
import type { Delivery, HookMade, HookRequest } from '#features/notices/schema.ts'
import { claimNext } from '#features/notices/sending/repository.ts'
import { deliver, sweepDeliveries } from '#features/notices/sending/service.ts'
import { announce } from '#features/notices/service.ts'
import { db } from '#server/database.ts'
import { selfSigned } from '#server/search/testing/self-signed.ts'
import { type Received, receiver } from '#server/testing/receiver.ts'
import { runNoticesSender } from '#streams/notices-sender.ts'
import { spawnWorker } from '#workers/testing/harness.ts'

const origin = { ip: '127.0.0.1', requestId: 'test' }
const who: Principal = {
  userId: randomUUID(),
  name: 'Tester',
  email: 'tester@example.test',
  role: 'administrator',
  via: 'token',
  scopes: ['all'],
  mustChangePassword: false,
}
type Receiver = Awaited<ReturnType<typeof receiver>>
let server: Receiver
const children: ChildProcess[] = []
const query = { page: 1, pageSize: 500 }

beforeAll(async () => {
  server = await receiver()
})
afterEach(async () => {
  vi.useRealTimers()
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await db.hook.deleteMany()
  server.calls.length = 0
  server.answerWith(() => undefined)
})
afterAll(async () => {
  await server.close()
  await db.$disconnect()
})

async function made(request: Partial<HookRequest> = {}): Promise<HookMade> {
  const hook = await addHook(who, { name: randomUUID(), url: `${server.url}/hook`, events: ['datasheets.applied'], environment: null, ...request }, origin)
  if (hook instanceof Refusal) throw new Error(hook.code)
  return hook
}

const tell = (body: object = { import: '1' }, environmentId: string | null = null) =>
  db.$transaction((tx) => announce(tx, { event: 'datasheets.applied', environmentId, body: body as Record<string, string> }))

async function deliveriesTo({ id }: { id: string }): Promise<Delivery[]> {
  return (await pageOfDeliveries(who, { ...query, hook: id })).items
}

/** Lets senders work until the deliveries of a hook are as wanted. */
async function sendUntil(hook: { id: string }, enough: (deliveries: Delivery[]) => boolean, senders = 1): Promise<Delivery[]> {
  const stop = new AbortController()
  const running = Array.from({ length: senders }, () => runNoticesSender(stop.signal))
  try {
    await expect.poll(async () => enough(await deliveriesTo(hook)), { timeout: 20_000, interval: 50 }).toBe(true)
  } finally {
    stop.abort()
    await Promise.all(running)
  }
  return deliveriesTo(hook)
}

const attempted = (times: number) => (deliveries: Delivery[]) =>
  deliveries.length > 0 && deliveries.every(({ attempts, lastError, state }) => attempts >= times && (lastError !== null || state === 'delivered'))
const arrived = (deliveries: Delivery[]) => deliveries.length > 0 && deliveries.every(({ state }) => state === 'delivered')

/** As the documents of the standard tell receivers to do it, with nothing of ours. */
function isSigned({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.split('_')[1] ?? '', 'base64')
  const mine = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64')
  return String(headers['webhook-signature']).split(' ').includes(`v1,${mine}`)
}

/** Time passes: what waits is due, and what a dead sender held is free. */
const later = () => db.delivery.updateMany({ where: { nextAt: { not: null } }, data: { nextAt: new Date(0), claimedUntil: null } })

async function senderProcess(): Promise<ChildProcess> {
  const child = await spawnWorker('workers/testing/notices-sender.ts')
  children.push(child)
  return child
}

describe('a web hook', () => {
  it('gets what was told, signed with its secret, and only what it listens to', async () => {
    const environment = await db.environment.create({ data: { id: randomUUID(), name: randomUUID(), kind: 'test', urlSealed: new Uint8Array() } })
    const [all, here, elsewhere] = [await made(), await made({ environment: environment.name }), await made({ events: ['approvals.decided'] })]
    await tell({ import: '7', 이름: '아이템' }, environment.id)
    await sendUntil(all, arrived)
    await sendUntil(here, arrived)
    expect(await deliveriesTo(elsewhere)).toEqual([])
    expect(server.calls).toHaveLength(2)
    const [first] = server.calls
    if (!first) throw new Error('no call')
    expect(JSON.parse(first.body)).toEqual({
      id: first.headers['webhook-id'],
      event: 'datasheets.applied',
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      environment: { id: environment.id, name: environment.name },
      data: { import: '7', 이름: '아이템' },
    })
    expect(Math.abs(Number(first.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60)
    expect(server.calls.map((call) => [all, here].filter(({ secret }) => isSigned(call, secret)).length)).toEqual([1, 1])
    expect(first.headers['content-type']).toBe('application/json')
    expect(first.headers['webhook-signature']).toMatch(/^v1,\S+$/)
    await db.environment.delete({ where: { id: environment.id } })
  })

  it('hears nothing of what was rolled back', async () => {
    const hook = await made()
    const undone = db.$transaction(async (tx) => {
      await announce(tx, { event: 'datasheets.applied', environmentId: null, body: {} })
      throw new Error('no')
    })
    await expect(undone).rejects.toThrow('no')
    expect(await deliveriesTo(hook)).toEqual([])
  })

  it('is called again after an answer of 500 and after a connection that broke, with the same id', async () => {
    const hook = await made()
    const answers = [{ status: 500 }, 'drop', { status: 204 }] as const
    server.answerWith(() => answers[server.calls.length - 1])
    await tell()
    const [failed] = await sendUntil(hook, attempted(1))
    expect(failed).toMatchObject({ state: 'waiting', attempts: 1, lastStatus: 500, lastError: 'answer' })
    const [{ waits } = { waits: null }] = await db.$queryRaw<{ waits: bigint }[]>`
      SELECT nextAt > createdAt AND nextAt <= UTC_TIMESTAMP(3) + INTERVAL 5 SECOND AS waits FROM notices_delivery WHERE hookId = ${hook.id}`
    expect(Number(waits)).toBe(1)
    await later()
    const [dropped] = await sendUntil(hook, attempted(2))
    expect(dropped).toMatchObject({ state: 'waiting', attempts: 2, lastStatus: null, lastError: expect.stringMatching(/^dropped: /) })
    await later()
    const [done] = await sendUntil(hook, arrived)
    expect(done).toMatchObject({ attempts: 3, lastStatus: 204, lastError: null, nextAt: null })
    expect(new Set(server.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(server.calls.every((call) => isSigned(call, hook.secret))).toBe(true)
  })

  it('is given up after seven attempts, can be tried by hand, and then not again once it has arrived', async () => {
    const hook = await made()
    server.answerWith(() => ({ status: 503 }))
    await tell()
    for (let attempt = 1; attempt <= 7; attempt++) {
      await later()
      await sendUntil(hook, attempted(attempt))
    }
    const [given] = await deliveriesTo(hook)
    expect(given).toMatchObject({ state: 'failed', attempts: 7, nextAt: null })
    server.answerWith(() => undefined)
    expect(await retryDelivery(who, given?.id ?? '', origin)).toMatchObject({ state: 'waiting' })
    expect(await sendUntil(hook, arrived)).toMatchObject([{ attempts: 8, state: 'delivered' }])
    expect(await retryDelivery(who, given?.id ?? '', origin)).toMatchObject({ code: 'delivery_arrived' })
  })

  it('that sends elsewhere is not followed', async () => {
    const other = await receiver()
    const hook = await made()
    server.answerWith(() => ({ status: 307, headers: { location: `${other.url}/taken` } }))
    await tell()
    expect(await sendUntil(hook, attempted(1))).toMatchObject([{ lastStatus: 307, lastError: 'redirect', state: 'waiting' }])
    expect(other.calls).toEqual([])
    await other.close()
  })

  it('that answers with another protocol is told off like any other, and keeps no sender waiting', async () => {
    const hook = await made()
    server.answerWith(() => ({ status: 101, headers: { connection: 'Upgrade', upgrade: 'other' } }))
    await tell()
    expect(await sendUntil(hook, attempted(1))).toMatchObject([{ lastStatus: 101, lastError: 'answer', state: 'waiting' }])
  })

  it('may answer with more than anybody reads', async () => {
    const hook = await made()
    server.answerWith(() => ({ status: 200, body: 'x'.repeat(5_000_000) }))
    await tell()
    expect(await sendUntil(hook, arrived)).toMatchObject([{ lastStatus: 200 }])
  })

  it('whose address leads to the metadata of a cloud is neither saved nor called', async () => {
    const asked = await addHook(who, { name: 'metadata', url: 'http://169.254.169.254/latest', events: ['datasheets.applied'], environment: null }, origin)
    expect(asked).toMatchObject({ code: 'address_forbidden', path: 'url' })
    const hook = await made()
    expect(await changeHook(who, hook.id, { url: 'http://[fe80::1]/' }, origin)).toMatchObject({ code: 'address_forbidden' })
    await db.hook.update({ where: { id: hook.id }, data: { url: 'http://169.254.169.254/latest' } })
    await tell()
    expect(await sendUntil(hook, attempted(1))).toMatchObject([{ lastError: expect.stringMatching(/^address_forbidden: /), lastStatus: null }])
  })

  it('is called over TLS when its certificate is one that is trusted, and not otherwise', async () => {
    const pair = selfSigned('127.0.0.1')
    const secure = await receiver(pair)
    const hook = await made({ url: `${secure.url}/hook` })
    await tell()
    expect(await sendUntil(hook, attempted(1))).toMatchObject([{ lastError: expect.stringMatching(/^tls: /) }])
    expect(secure.calls).toEqual([])
    const trusted = tls.getCACertificates('default')
    tls.setDefaultCACertificates([...trusted, pair.cert])
    await later()
    expect(await sendUntil(hook, arrived)).toMatchObject([{ attempts: 2 }])
    tls.setDefaultCACertificates(trusted)
    expect(secure.calls.map((call) => isSigned(call, hook.secret))).toEqual([true])
    await secure.close()
  })

  it('whose secret was renewed is signed with both for a day, then with the new one alone', async () => {
    const hook = await made()
    const renewed = await renewSecret(who, hook.id, origin)
    if (renewed instanceof Refusal) throw new Error(renewed.code)
    const signedWith = () => server.calls.map((call) => [hook.secret, renewed.secret].map((secret) => isSigned(call, secret)))
    await tell()
    await sendUntil(hook, arrived)
    expect(signedWith()).toEqual([[true, true]])
    const again = await renewSecret(who, hook.id, origin)
    if (again instanceof Refusal) throw new Error(again.code)
    await tell()
    await sendUntil(hook, arrived)
    expect(signedWith().at(-1)).toEqual([false, true])
    // A day later: before it is swept, and when it was.
    await db.$executeRaw`UPDATE notices_hook SET oldSecretUntil = UTC_TIMESTAMP(3) WHERE id = ${hook.id}`
    await tell()
    await sendUntil(hook, arrived)
    expect(signedWith().at(-1)).toEqual([false, false])
    expect(isSigned(server.calls.at(-1) as Received, again.secret)).toBe(true)
    await sweepDeliveries()
    expect(await db.hook.findUniqueOrThrow({ where: { id: hook.id } })).toMatchObject({ oldSecretSealed: null, oldSecretUntil: null })
  })

  it('whose old secret cannot be read any more is signed with the new one', async () => {
    const hook = await made()
    const renewed = await renewSecret(who, hook.id, origin)
    if (renewed instanceof Refusal) throw new Error(renewed.code)
    await db.hook.update({ where: { id: hook.id }, data: { oldSecretSealed: new Uint8Array(60) } })
    await tell()
    await sendUntil(hook, arrived)
    expect(server.calls.map((call) => isSigned(call, renewed.secret))).toEqual([true])
  })

  it('that is off gets what waits when it is on again; a test is refused', async () => {
    const hook = await made()
    await tell()
    await changeHook(who, hook.id, { active: false }, origin)
    expect(await claimNext([])).toBeNull()
    expect(await testHook(who, hook.name, origin)).toMatchObject({ code: 'hook_inactive' })
    await changeHook(who, hook.id, { active: true }, origin)
    await sendUntil(hook, arrived)
    expect(await testHook(who, hook.name, origin)).toMatchObject({ event: 'hooks.test', state: 'waiting' })
    await sendUntil(hook, arrived)
    expect(server.calls.map(({ body }) => JSON.parse(body).event)).toEqual(['datasheets.applied', 'hooks.test'])
    expect(await removeHook(who, hook.id, origin)).toBeUndefined()
    expect(await db.delivery.count({ where: { hookId: hook.id } })).toBe(0)
  })
})

describe('senders', () => {
  it('one that was killed in the middle leaves a delivery that another makes, with the same id', async () => {
    const hook = await made()
    const came = Promise.withResolvers<void>()
    server.answerWith(() => {
      came.resolve()
      return 'hold'
    })
    await tell()
    const child = await senderProcess()
    await came.promise
    child.kill('SIGKILL')
    const [left] = await deliveriesTo(hook)
    expect(left).toMatchObject({ state: 'waiting', attempts: 1, lastError: null })
    expect(await claimNext([])).toBeNull()
    expect(await retryDelivery(who, left?.id ?? '', origin)).toMatchObject({ code: 'delivery_in_hand' })
    await later()
    server.answerWith(() => undefined)
    expect(await sendUntil(hook, arrived)).toMatchObject([{ attempts: 2 }])
    expect(new Set(server.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  it('several share what is due and send nothing twice', async () => {
    const hooks = await Promise.all(Array.from({ length: 6 }, (_, index) => made({ url: `${server.url}/${index}` })))
    for (let told = 0; told < 8; told++) await tell({ told: String(told) })
    await Promise.all([senderProcess(), senderProcess()])
    const [first, ...others] = hooks
    if (!first) throw new Error('no hook')
    await sendUntil(first, arrived, 2)
    for (const hook of others) await sendUntil(hook, arrived, 2)
    const names = server.calls.map(({ path, headers }) => `${path} ${headers['webhook-id']}`)
    expect(names).toHaveLength(48)
    expect(new Set(names).size).toBe(48)
  })

  it('one that comes back after its time changes nothing of what another did', async () => {
    const hook = await made()
    await tell()
    const slow = await claimNext([])
    if (!slow) throw new Error('nothing to claim')
    await later()
    server.answerWith(() => ({ status: 500 }))
    await sendUntil(hook, attempted(2))
    server.answerWith(() => undefined)
    await deliver(slow)
    expect(await deliveriesTo(hook)).toMatchObject([{ attempts: 2, state: 'waiting', lastStatus: 500 }])
  })

  it("what is told is due by the database's clock, whatever the teller's own says", async () => {
    const hook = await made()
    const day = 86_400_000
    const real = Date.now()
    vi.useFakeTimers({ toFake: ['Date'], now: real + 40 * day })
    await tell({ told: 'ahead' })
    const ahead = await claimNext([])
    vi.setSystemTime(real - 40 * day)
    await testHook(who, hook.name, origin)
    const behind = await claimNext([])
    vi.useRealTimers()
    await sweepDeliveries()
    expect([ahead?.event, behind?.event]).toEqual(['datasheets.applied', 'hooks.test'])
    expect(await deliveriesTo(hook)).toHaveLength(2)
    const told = [ahead, behind].map((claimed) => Date.parse((claimed?.body as { at?: string } | undefined)?.at ?? '') - real)
    expect(told.every((offMs) => Math.abs(offMs) < day)).toBe(true)
  })

  it('what is older than 30 days is swept', async () => {
    const hook = await made()
    await tell()
    await tell()
    const [newest] = await deliveriesTo(hook)
    await db.delivery.updateMany({ where: { id: { not: BigInt(newest?.id ?? 0) } }, data: { createdAt: new Date(Date.now() - 31 * 86_400_000) } })
    await sweepDeliveries()
    expect((await deliveriesTo(hook)).map(({ id }) => id)).toEqual([newest?.id])
  })
})
