import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { POST as decide } from '#app/api/v1/approvals/[id]/decisions/route.ts'
import { POST as review } from '#app/api/v1/approvals/[id]/review/route.ts'
import { GET as load } from '#app/api/v1/approvals/[id]/route.ts'
import * as policies from '#app/api/v1/approvals/policies/route.ts'
import { POST as signIn } from '#app/api/v1/session/route.ts'
import { call, cookieOf, makePerson, password } from '#app/api/v1/testing.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { requestApproval } from '#features/approvals/service.ts'
import { db, transact } from '#server/database.ts'

afterAll(() => db.$disconnect())

async function asked(authorId: string): Promise<string> {
  const environment = { id: randomUUID(), name: 'Live', kind: 'production' } as const
  const subjectId = String(Math.floor(Math.random() * 1e15))
  const what = { kind: 'datasheets.import', subjectId, sha256: 'a'.repeat(64), selection: {}, environment, size: 3, title: {}, authorId, reason: '' } as const
  const made = await transact((tx) => requestApproval(tx, what, { userId: authorId, name: 'author', via: 'session' }, { ip: '', requestId: '' }))
  if (made instanceof Refusal) throw new Error(made.code)
  return made.id
}

const say = (id: string, who: { token?: string; cookie?: string; key?: string }, body: object) =>
  call(decide, 'POST', `/api/v1/approvals/${id}/decisions`, { params: { id }, body, ...who })

describe('52: decisions at the API', () => {
  it('are made by another person; a repeated request is one decision', async () => {
    const [author, approver] = [await makePerson('administrator'), await makePerson('approver')]
    const id = await asked(author.id)
    expect(await say(id, author, { verdict: 'approve' })).toMatchObject({ status: 403, json: { code: 'approval_own' } })
    const key = randomUUID()
    const first = await say(id, { token: approver.token, key }, { verdict: 'approve' })
    expect(first).toMatchObject({ status: 200, json: { state: 'approved' } })
    expect(await say(id, { token: approver.token, key }, { verdict: 'approve' })).toMatchObject({ status: 200, json: first.json })
    expect(await db.approvalDecision.count({ where: { approvalId: BigInt(id) } })).toBe(1)
    expect(await say(id, approver, { verdict: 'approve' })).toMatchObject({ status: 409, json: { code: 'approval_twice' } })
  })

  it('need a reason to reject and to break the glass', async () => {
    const [author, approver] = [await makePerson('data_manager'), await makePerson('approver')]
    const id = await asked(author.id)
    for (const verdict of ['reject', 'break_glass', 'comment'])
      expect(await say(id, approver, { verdict, comment: '  ' })).toMatchObject({
        status: 400,
        json: { code: 'invalid_request', errors: [{ path: 'comment', code: 'reason_missing' }] },
      })
  })

  it('need the scope of the token', async () => {
    const [author, reader] = [await makePerson('data_manager'), await makePerson('approver', ['approvals.view'])]
    const id = await asked(author.id)
    expect((await call(load, 'GET', `/api/v1/approvals/${id}`, { params: { id }, token: reader.token })).json).toMatchObject({
      mayDecide: false,
      refusal: 'forbidden',
    })
    expect(await say(id, reader, { verdict: 'approve' })).toMatchObject({ status: 403, json: { code: 'forbidden' } })
  })
})

describe('agreeing in a browser', () => {
  it('takes a fresh proof: a browser that was left open agrees to nothing, but may say no', async () => {
    const [author, approver] = [await makePerson('data_manager'), await makePerson('approver')]
    const [first, second] = [await asked(author.id), await asked(author.id)]
    const cookie = cookieOf((await call(signIn, 'POST', '/api/v1/session', { body: { email: approver.email, password } })).headers)
    await db.session.updateMany({ where: { userId: approver.id }, data: { provedAt: new Date(Date.now() - 301_000) } })
    expect(await say(first, { cookie }, { verdict: 'approve' })).toMatchObject({ status: 403, json: { code: 'proof_needed' } })
    expect(await say(second, { cookie }, { verdict: 'reject', comment: 'no' })).toMatchObject({ status: 200, json: { state: 'rejected' } })
    await db.session.updateMany({ where: { userId: approver.id }, data: { provedAt: new Date() } })
    expect(await say(first, { cookie }, { verdict: 'approve' })).toMatchObject({ status: 200, json: { state: 'approved' } })
  })
})

describe('breaking the glass at the API', () => {
  it('takes a browser and a fresh proof, and is looked at by another person', async () => {
    const [admin, approver] = [await makePerson('administrator'), await makePerson('approver')]
    const id = await asked(admin.id)
    const body = { verdict: 'break_glass', comment: 'the shop sells for nothing' }
    expect(await say(id, admin, body)).toMatchObject({ status: 403, json: { code: 'break_glass_token' } })
    const cookie = cookieOf((await call(signIn, 'POST', '/api/v1/session', { body: { email: admin.email, password } })).headers)
    await db.session.updateMany({ where: { userId: admin.id }, data: { provedAt: new Date(Date.now() - 301_000) } })
    expect(await say(id, { cookie }, body)).toMatchObject({ status: 403, json: { code: 'proof_needed' } })
    expect(await say(id, { cookie }, { verdict: 'comment', comment: 'hello' })).toMatchObject({ status: 200 })
    await db.session.updateMany({ where: { userId: admin.id }, data: { provedAt: new Date() } })
    expect(await say(id, { cookie }, body)).toMatchObject({ status: 200, json: { state: 'approved', review: { reviewedBy: null } } })
    const look = (token: string) => call(review, 'POST', `/api/v1/approvals/${id}/review`, { params: { id }, body: { note: 'it was right' }, token })
    expect(await look(admin.token)).toMatchObject({ status: 403, json: { code: 'review_own' } })
    expect(await look(approver.token)).toMatchObject({ status: 200, json: { review: { note: 'it was right' } } })
  })
})

describe('rules at the API', () => {
  it('are read by everybody and changed by administrators; what cannot stand names its field', async () => {
    const [viewer, admin] = [await makePerson('viewer'), await makePerson('administrator')]
    const path = '/api/v1/approvals/policies'
    expect((await call(policies.GET, 'GET', path, { token: viewer.token })).status).toBe(200)
    expect((await call(policies.PUT, 'PUT', path, { token: viewer.token, body: { items: [] } })).status).toBe(403)
    const rule = { kind: 'datasheets.import', environment: null, environmentKind: 'production', fromSize: 0, required: 0 }
    expect(await call(policies.PUT, 'PUT', path, { token: admin.token, body: { items: [rule] } })).toMatchObject({
      status: 422,
      json: { code: 'policy_below_production', errors: [{ path: 'items.0.required' }] },
    })
    const kept = { items: [{ ...rule, required: 2 }] }
    expect(await call(policies.PUT, 'PUT', path, { token: admin.token, body: kept })).toMatchObject({ status: 200, json: kept })
    expect((await call(policies.PUT, 'PUT', path, { token: admin.token, body: { items: [] } })).json).toEqual({ items: [] })
  })
})
