import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { Principal, Role } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { insertUser } from '#features/accounts/repository.ts'
import { countWaiting, listApprovals } from '#features/approvals/listing/service.ts'
import { changePolicies } from '#features/approvals/policies/service.ts'
import { reviewApproval } from '#features/approvals/reviews/service.ts'
import { approvalQuery, type DecisionRequest } from '#features/approvals/schema.ts'
import {
  type ApprovalRequest,
  decideApproval,
  latestApproval,
  requestApproval,
  requiredApprovals,
  stillStands,
  takeApproval,
  voidApprovals,
} from '#features/approvals/service.ts'
import { db, transact } from '#server/database.ts'

vi.hoisted(() => {
  vi.stubEnv('SMTP_URL', 'smtp://127.0.0.1:9')
  vi.stubEnv('MAIL_FROM', 'Quarterdeck <deck@example.test>')
})

const origin = { ip: '127.0.0.1', requestId: 'r' }
const production = { id: randomUUID(), name: 'Live', kind: 'production' } as const
const test = { id: randomUUID(), name: 'QA', kind: 'test' } as const

afterAll(async () => {
  vi.unstubAllEnvs()
  await db.delivery.deleteMany({ where: { channel: 'mail' } })
  await db.$disconnect()
})

async function person(role: Role): Promise<Principal> {
  const userId = randomUUID()
  const email = `${userId}@example.test`
  await db.$transaction((tx) => insertUser(tx, { id: userId, email, name: role, role, passwordHash: 'x', mustChangePassword: false }))
  return { userId, name: role, email, role, via: 'session', scopes: null, mustChangePassword: false }
}

const digest = () => randomUUID().replaceAll('-', '').repeat(2)

function request(author: Principal, change: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    kind: 'datasheets.import',
    subjectId: String(Math.floor(Math.random() * 1e15)),
    sha256: digest(),
    selection: { tables: ['item'], deletes: true },
    environment: production,
    size: 12,
    title: { first: 'items.xlsx', more: 0, plan: '7' },
    authorId: author.userId,
    reason: 'balance patch',
    ...change,
  }
}

async function asked(by: Principal, what: ApprovalRequest): Promise<string> {
  const made = await transact((tx) => requestApproval(tx, what, by, origin))
  if (made instanceof Refusal) throw new Error(made.code)
  return made.id
}

const use = (what: ApprovalRequest, change: Partial<ApprovalRequest & { makers: string[] }> = {}, by: Principal | null = null) =>
  transact((tx) => takeApproval(tx, { makers: [], ...what, ...change }, by))
const codeOf = (out: unknown) => (out instanceof Refusal ? out.code : out)
const decide = async (who: Principal, id: string, verdict: DecisionRequest['verdict'], comment = 'seen') => {
  const out = await decideApproval(who, id, { verdict, comment }, origin)
  return out instanceof Refusal ? out.code : out.state
}
const actsOn = async (id: string) =>
  (await db.auditEntry.findMany({ where: { object: `approval:${id}` }, orderBy: { id: 'asc' } })).map(({ action, outcome }) => `${action} ${outcome}`)
const age = (id: string, hours: number) => db.$executeRaw`
  UPDATE approvals_approval SET requestedAt = requestedAt - INTERVAL ${hours} HOUR, expiresAt = expiresAt - INTERVAL ${hours} HOUR WHERE id = ${id}`

describe('52: a request', () => {
  it('goes from asking to use, once, with every act in the audit', async () => {
    const [author, approver] = [await person('data_manager'), await person('approver')]
    const what = request(author)
    const id = await asked(author, what)
    expect(codeOf(await use(what))).toBe('approval_pending')
    expect(await decide(approver, id, 'comment')).toBe('pending')
    expect(await decide(approver, id, 'approve')).toBe('approved')
    expect(await use(what)).toEqual({ approvalId: BigInt(id), approvers: [approver.userId] })
    expect(codeOf(await use(what))).toBe('approval_used')
    expect(await latestApproval(author, what)).toMatchObject({ id, state: 'used', mayDecide: false, refusal: 'approval_own', acts: [] })
    expect(await actsOn(id)).toEqual([
      'approvals.request done',
      'approvals.use refused',
      'approvals.comment done',
      'approvals.approve done',
      'approvals.use done',
      'approvals.use refused',
    ])
  })

  it('is the same one when exactly the same is asked again, and another one after an edit', async () => {
    const [author, approver] = [await person('data_manager'), await person('approver')]
    const what = request(author)
    const id = await asked(author, what)
    expect(await asked(author, what)).toBe(id)
    await decide(approver, id, 'approve')
    expect(await asked(author, what)).toBe(id)
    const edited = { ...what, sha256: digest() }
    expect(codeOf(await use(edited))).toBe('approval_void')
    const next = await asked(author, edited)
    expect(next).not.toBe(id)
    expect(await db.approval.findUnique({ where: { id: BigInt(id) } })).toMatchObject({ state: 'void', voidReason: 'changed' })
    expect(codeOf(await use(what))).toBe('approval_void')
    expect(codeOf(await use(edited))).toBe('approval_pending')
  })

  it('is refused when nobody was asked, and when it was rejected', async () => {
    const [author, approver] = [await person('data_manager'), await person('approver')]
    const what = request(author)
    expect(codeOf(await use(what))).toBe('approval_missing')
    const id = await asked(author, what)
    expect(await decide(approver, id, 'reject')).toBe('rejected')
    expect(codeOf(await use(what))).toBe('approval_rejected')
    expect(await asked(author, what)).not.toBe(id)
  })

  it('holds in its environment alone', async () => {
    const [author, approver] = [await person('data_manager'), await person('approver')]
    const what = request(author)
    await decide(approver, await asked(author, what), 'approve')
    expect(codeOf(await use(what, { environment: { ...production, id: randomUUID() } }))).toBe('approval_void')
  })

  it('ends when its subject is withdrawn', async () => {
    const [author, approver] = [await person('data_manager'), await person('approver')]
    const what = request(author)
    const id = await asked(author, what)
    await decide(approver, id, 'approve')
    await transact((tx) => voidApprovals(tx, what, 'plan_newer'))
    expect(codeOf(await use(what))).toBe('approval_void')
    expect(await decide(approver, id, 'reject')).toBe('approval_void')
  })
})

describe('52: four eyes', () => {
  it('author and requester cannot decide, an administrator neither, and the try is in the audit', async () => {
    const [author, asker] = [await person('administrator'), await person('administrator')]
    const what = request(author)
    const id = await asked(asker, what)
    for (const own of [author, asker]) {
      expect(await decide(own, id, 'approve')).toBe('approval_own')
      expect(await decide(own, id, 'reject')).toBe('approval_own')
    }
    expect((await actsOn(id)).filter((act) => act.endsWith('refused'))).toHaveLength(4)
    expect(codeOf(await use(what))).toBe('approval_pending')
  })

  it('a data manager decides in test environments, not in production', async () => {
    const [author, other] = [await person('data_manager'), await person('data_manager')]
    expect(await decide(other, await asked(author, request(author)), 'approve')).toBe('forbidden')
    expect(await decide(other, await asked(author, request(author, { environment: test })), 'approve')).toBe('approved')
  })

  it('an approver who has another role since, or whose account was disabled, does not count', async () => {
    for (const lost of [{ role: 'operator' }, { disabledAt: new Date() }]) {
      const [author, approver] = [await person('data_manager'), await person('approver')]
      const what = request(author)
      const id = await asked(author, what)
      await decide(approver, id, 'approve')
      await db.user.update({ where: { id: approver.userId }, data: lost })
      expect(codeOf(await use(what))).toBe('approval_approver_lost')
      expect(await asked(author, what)).not.toBe(id)
      expect(await actsOn(id)).toContain('approvals.void done')
    }
  })

  it('asking again finds out that an approver was lost', async () => {
    const [author, approver] = [await person('data_manager'), await person('approver')]
    const what = request(author)
    const id = await asked(author, what)
    await decide(approver, id, 'approve')
    await db.user.update({ where: { id: approver.userId }, data: { role: 'viewer' } })
    expect(await asked(author, what)).not.toBe(id)
    expect(await db.approval.findUnique({ where: { id: BigInt(id) } })).toMatchObject({ state: 'void', voidReason: 'approver_lost' })
  })

  it('who could approve a test environment does not count once it is production', async () => {
    const [author, manager] = [await person('data_manager'), await person('data_manager')]
    const what = request(author, { environment: test })
    await decide(manager, await asked(author, what), 'approve')
    expect(codeOf(await use(what, { environment: { ...test, kind: 'production' } }))).toBe('approval_approver_lost')
  })
})

describe('who does it', () => {
  it('may be the one who agreed, but not about content of his own: another person does that', async () => {
    const [author, root] = [await person('data_manager'), await person('administrator')]
    const what = request(author, { requestedById: author.userId })
    const id = await asked(root, what)
    expect(await decide(root, id, 'approve')).toBe('approved')
    expect(codeOf(await use(what, { makers: [root.userId] }, root))).toBe('approval_applier')
    expect(await db.approval.findUnique({ where: { id: BigInt(id) } })).toMatchObject({ state: 'approved' })
    expect(await use(what, { makers: [root.userId] }, author)).toEqual({ approvalId: BigInt(id), approvers: [root.userId] })
    const hers = request(author)
    const other = await asked(author, hers)
    await decide(root, other, 'approve')
    expect(await use(hers, { makers: [author.userId] }, root)).toEqual({ approvalId: BigInt(other), approvers: [root.userId] })
  })

  it('may be the one who broke the glass, and anybody where nobody has to agree', async () => {
    const [author, root, manager] = [await person('data_manager'), await person('administrator'), await person('data_manager')]
    const urgent = request(author)
    const id = await asked(author, urgent)
    await decide(root, id, 'break_glass', 'now')
    expect(await use(urgent, {}, root)).toEqual({ approvalId: BigInt(id), approvers: [root.userId] })
    expect(codeOf(await reviewApproval(author, id, { note: 'mine' }, origin))).toBe('review_own')
    const free = request(author, { environment: test })
    await decide(manager, await asked(author, free), 'approve')
    expect(await use(free, { makers: [manager.userId] }, manager)).toEqual({ approvalId: null, approvers: [] })
  })
})

describe('an agreement that was used', () => {
  const used = async () => {
    const [author, approver] = [await person('data_manager'), await person('approver')]
    const what = request(author)
    const id = await asked(author, what)
    await decide(approver, id, 'approve')
    await use(what, {}, author)
    const stands = async (applier = author) => codeOf(await transact((tx) => stillStands(tx, BigInt(id), applier.userId)))
    return { author, approver, what, id, stands }
  }

  it('stands until its time is over, an approver is lost or a newer request is rejected', async () => {
    const [late, lost, rejected] = [await used(), await used(), await used()]
    for (const { stands } of [late, lost, rejected]) expect(await stands()).toBeNull()
    await age(late.id, 24)
    expect(await late.stands()).toBe('approval_expired')
    await db.user.update({ where: { id: lost.approver.userId }, data: { disabledAt: new Date() } })
    expect(await lost.stands()).toBe('approval_approver_lost')
    const again = await asked(rejected.author, rejected.what)
    expect(await rejected.stands()).toBeNull()
    await decide(rejected.approver, again, 'reject')
    expect(await rejected.stands()).toBe('approval_rejected')
  })

  it('is not that of who does it', async () => {
    const { approver, stands } = await used()
    expect(await stands(approver)).toBe('approval_applier')
  })
})

describe('52: time', () => {
  it('a request and an agreement end after 24 hours of the database', async () => {
    const [author, approver] = [await person('data_manager'), await person('approver')]
    const waiting = request(author)
    const agreed = request(author)
    const [first, second] = [await asked(author, waiting), await asked(author, agreed)]
    await decide(approver, second, 'approve')
    for (const id of [first, second]) await age(id, 23)
    expect(await decide(approver, first, 'comment')).toBe('pending')
    for (const id of [first, second]) await age(id, 1)
    expect(await decide(approver, first, 'approve')).toBe('approval_expired')
    expect(codeOf(await use(agreed))).toBe('approval_expired')
    expect(await latestApproval(author, agreed)).toMatchObject({ state: 'expired' })
    expect(await asked(author, agreed)).not.toBe(second)
  })
})

describe('at the same time', () => {
  it('two who agree are both counted, and neither is asked twice', async () => {
    const author = await person('data_manager')
    const people = await Promise.all([person('approver'), person('approver')])
    const size = 1_000_000
    const root = await person('administrator')
    const rule = { kind: 'datasheets.import', environment: null, environmentKind: 'production', fromSize: size, required: 2 } as const
    await changePolicies(root, { items: [rule] }, origin)
    const what = request(author, { size })
    const id = await asked(author, what)
    const states = await Promise.all(people.map((one) => decide(one, id, 'approve')))
    expect(states.sort()).toEqual(['approved', 'pending'])
    expect(await use(what)).toMatchObject({ approvers: expect.arrayContaining(people.map(({ userId }) => userId)) })
    await changePolicies(root, { items: [] }, origin)
  })

  it('of two uses one gets it', async () => {
    const [author, approver] = [await person('data_manager'), await person('approver')]
    for (let round = 0; round < 5; round++) {
      const what = request(author)
      await decide(approver, await asked(author, what), 'approve')
      const out = await Promise.all([use(what), use(what), use(what)])
      expect(out.filter((one) => !(one instanceof Refusal))).toHaveLength(1)
      expect(out.filter((one) => one instanceof Refusal).map(codeOf)).toEqual(['approval_used', 'approval_used'])
    }
  })

  it('of a use and a rejection one wins', async () => {
    const [author, approver] = [await person('data_manager'), await person('approver')]
    for (let round = 0; round < 5; round++) {
      const what = request(author)
      const id = await asked(author, what)
      await decide(approver, id, 'approve')
      const [taken, rejected] = await Promise.all([use(what), decide(approver, id, 'reject')])
      expect([codeOf(taken), rejected]).toEqual(taken instanceof Refusal ? ['approval_rejected', 'rejected'] : [taken, 'approval_used'])
    }
  })
})

describe('breaking the glass', () => {
  it('lets an administrator go alone, loudly, and another person looks at it', async () => {
    const [author, approver] = [await person('administrator'), await person('approver')]
    const what = request(author)
    const id = await asked(author, what)
    expect(await decide(approver, id, 'break_glass')).toBe('forbidden')
    expect(await decide({ ...author, via: 'token', scopes: ['all'] }, id, 'break_glass')).toBe('break_glass_token')
    const before = await countWaiting(approver)
    expect(await decide(author, id, 'break_glass', 'the live shop sells for nothing')).toBe('approved')
    expect((await countWaiting(approver)).reviews).toBe(before.reviews + 1)
    expect(await use(what)).toEqual({ approvalId: BigInt(id), approvers: [author.userId] })
    const open = (await listApprovals(approver, approvalQuery.parse({ box: 'review', subject: what.subjectId }))).items
    expect(open).toMatchObject([{ id, acts: ['review'], review: { reviewedBy: null } }])
    const due = Date.parse(open[0]?.review?.dueAt ?? '') - Date.parse(open[0]?.requestedAt ?? '')
    expect(Math.round(due / 3_600_000)).toBe(24)
    expect(codeOf(await reviewApproval(author, id, { note: 'fine' }, origin))).toBe('review_own')
    expect(await reviewApproval(approver, id, { note: 'it was right' }, origin)).toMatchObject({
      review: { note: 'it was right', reviewedBy: { id: approver.userId } },
    })
    expect(codeOf(await reviewApproval(await person('approver'), id, { note: 'late' }, origin))).toBe('review_done')
    expect((await countWaiting(approver)).reviews).toBe(before.reviews)
    expect(await actsOn(id)).toContain('approvals.break_glass done')
  })

  it('does not count any more when the administrator is one no longer', async () => {
    const author = await person('administrator')
    const what = request(author)
    await decide(author, await asked(author, what), 'break_glass')
    await db.user.update({ where: { id: author.userId }, data: { role: 'data_manager' } })
    expect(codeOf(await use(what))).toBe('approval_approver_lost')
  })

  it('leaves nothing to review of what was decided in the usual way', async () => {
    const [author, approver] = [await person('data_manager'), await person('approver')]
    const id = await asked(author, request(author))
    expect(codeOf(await reviewApproval(approver, id, { note: 'x' }, origin))).toBe('review_none')
  })
})

describe('web hooks', () => {
  it('are told of a request, of its decision and of an emergency approval, with what it is about', async () => {
    const [author, approver, root] = [await person('data_manager'), await person('approver'), await person('administrator')]
    const hookId = randomUUID()
    const events = ['approvals.requested', 'approvals.decided', 'approvals.break_glass']
    const row = { id: hookId, name: hookId, url: 'https://hook.example', secretSealed: Buffer.from('x'), events, environmentId: null, createdById: root.userId }
    await db.hook.create({ data: { ...row, createdAt: new Date(), updatedAt: new Date() } })
    const what = request(author)
    const id = await asked(author, what)
    await decide(approver, id, 'comment')
    await decide(approver, id, 'reject', 'no price may be 0')
    const urgent = await asked(author, { ...what, sha256: digest() })
    await decide(root, urgent, 'break_glass', 'now')
    const sent = await db.delivery.findMany({ where: { hookId }, orderBy: { id: 'asc' } })
    expect(sent.map(({ event, body }) => [event, body])).toMatchObject([
      ['approvals.requested', { data: { approval: id, sha256: what.sha256, size: 12, href: `/approvals/${id}`, note: 'balance patch' } }],
      ['approvals.decided', { data: { approval: id, outcome: 'reject', note: 'no price may be 0', person: 'approver' } }],
      ['approvals.requested', { data: { approval: urgent } }],
      ['approvals.break_glass', { data: { approval: urgent, note: 'now', person: 'administrator' } }],
    ])
    await db.hook.delete({ where: { id: hookId } })
  })
})

describe('mails', () => {
  const toldOf = async (id: string) =>
    (await db.delivery.findMany({ where: { channel: 'mail', event: 'approvals.requested' } }))
      .filter(({ body }) => (body as { text: string }).text.includes(`/approvals/${id}\n`))
      .map(({ recipient }) => recipient)

  it('of a request go to all who may decide; of one that somebody makes to decide on it, where others are needed too', async () => {
    const [author, first, second, root] = [await person('data_manager'), await person('approver'), await person('approver'), await person('administrator')]
    const all = await toldOf(await asked(author, request(author)))
    expect(all).toEqual(expect.arrayContaining([first.email, second.email, root.email]))
    expect(all).not.toContain(author.email)
    const inHisName = (size: number) => request(author, { requestedById: author.userId, size })
    expect(await toldOf(await asked(first, inHisName(1)))).toEqual([])
    const rule = { kind: 'datasheets.import', environment: null, environmentKind: 'production', fromSize: 2_000_000, required: 2 } as const
    await changePolicies(root, { items: [rule] }, origin)
    const told = await toldOf(await asked(first, inHisName(2_000_000)))
    await changePolicies(root, { items: [] }, origin)
    expect(told).toContain(second.email)
    expect(told).not.toContain(first.email)
  })
})

describe('test environments', () => {
  it('need nobody; what was asked all the same is used or withdrawn, and a "no" holds', async () => {
    const [author, approver] = [await person('data_manager'), await person('approver')]
    const what = (): ApprovalRequest => request(author, { environment: test })
    expect(await use(what())).toEqual({ approvalId: null, approvers: [] })
    const waiting = what()
    const id = await asked(author, waiting)
    expect(await use(waiting)).toEqual({ approvalId: null, approvers: [] })
    expect(await db.approval.findUnique({ where: { id: BigInt(id) } })).toMatchObject({ state: 'void', voidReason: 'not_needed' })
    const agreed = what()
    await decide(approver, await asked(author, agreed), 'approve')
    expect(await use(agreed)).toMatchObject({ approvers: [approver.userId] })
    const rejected = what()
    await decide(approver, await asked(author, rejected), 'reject')
    expect(codeOf(await use(rejected))).toBe('approval_rejected')
  })
})

describe('rules', () => {
  const rule = { kind: 'datasheets.import', environment: null, environmentKind: 'test', fromSize: 500_000, required: 2 } as const

  it('never let production go alone, nor two rules for one case', async () => {
    const root = await person('administrator')
    const refused = async (...items: object[]) => codeOf(await changePolicies(root, { items: items as never }, origin))
    expect(await refused({ ...rule, environmentKind: 'production', required: 0 })).toBe('policy_below_production')
    expect(await refused(rule, rule)).toBe('policy_twice')
    expect(await refused({ ...rule, environment: randomUUID() })).toBe('environment_unknown')
  })

  it('make what waits and what was agreed to ask for more people, never for less', async () => {
    const [root, author, approver] = [await person('administrator'), await person('data_manager'), await person('approver')]
    const what = request(author, { environment: test, size: 600_000 })
    const id = await asked(author, what)
    expect(await decide(approver, id, 'approve')).toBe('approved')
    await changePolicies(root, { items: [rule] }, origin)
    expect(await requiredApprovals(what)).toBe(2)
    expect(codeOf(await use(what))).toBe('approval_pending')
    expect(await decide(await person('approver'), id, 'approve')).toBe('approved')
    await changePolicies(root, { items: [] }, origin)
    expect(await requiredApprovals(what)).toBe(0)
    expect(await db.approval.findUnique({ where: { id: BigInt(id) } })).toMatchObject({ required: 2 })
    expect(await use(what)).toMatchObject({ approvalId: BigInt(id) })
  })
})

describe('the inbox', () => {
  it('has what this person may decide on and has not yet', async () => {
    const [author, approver, viewer] = [await person('data_manager'), await person('approver'), await person('viewer')]
    const what = request(author)
    const id = await asked(author, what)
    const find = async (who: Principal, box: 'inbox' | 'mine') =>
      (await listApprovals(who, approvalQuery.parse({ box, subject: what.subjectId }))).items.map((one) => one.id)
    expect(await find(approver, 'inbox')).toEqual([id])
    expect(await find(author, 'inbox')).toEqual([])
    expect(await find(author, 'mine')).toEqual([id])
    expect(await find(viewer, 'inbox')).toEqual([])
    expect(await countWaiting(viewer)).toEqual({ inbox: 0, reviews: 0 })
    const before = (await countWaiting(approver)).inbox
    await decide(approver, id, 'approve')
    expect((await countWaiting(approver)).inbox).toBe(before - 1)
  })

  it('has nothing of an environment that has become production for who decides in test environments alone', async () => {
    const [author, manager, approver] = [await person('data_manager'), await person('data_manager'), await person('approver')]
    const id = randomUUID()
    await db.environment.create({ data: { id, name: id, kind: 'test', urlSealed: new Uint8Array() } })
    const what = request(author, { environment: { id, name: id, kind: 'test' } })
    const made = await asked(author, what)
    const inboxOf = async (who: Principal) =>
      (await listApprovals(who, approvalQuery.parse({ box: 'inbox', subject: what.subjectId }))).items.map((one) => one.id)
    expect([await inboxOf(manager), await inboxOf(approver)]).toEqual([[made], [made]])
    const { inbox } = await countWaiting(manager)
    await db.environment.update({ where: { id }, data: { kind: 'production' } })
    expect([await inboxOf(manager), await inboxOf(approver), (await countWaiting(manager)).inbox]).toEqual([[], [made], inbox - 1])
    await db.environment.delete({ where: { id } })
  })
})
