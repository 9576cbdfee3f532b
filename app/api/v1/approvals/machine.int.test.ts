import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import type { Principal, Role } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { insertUser } from '#features/accounts/repository.ts'
import { decideApproval, requestApproval, takeApproval } from '#features/approvals/service.ts'
import { db, transact } from '#server/database.ts'

const origin = { ip: '', requestId: '' }
const environment = { id: randomUUID(), name: 'Live', kind: 'production' } as const
const digests = ['a'.repeat(64), 'b'.repeat(64)]

afterAll(() => db.$disconnect())

async function person(role: Role): Promise<Principal> {
  const userId = randomUUID()
  const email = `${userId}@example.test`
  await db.$transaction((tx) => insertUser(tx, { id: userId, email, name: role, role, passwordHash: 'x', mustChangePassword: false }))
  return { userId, name: role, email, role, via: 'session', scopes: null, mustChangePassword: false }
}

type About = { digest: number }
type By = { who: number }
type Act =
  | ({ do: 'ask' } & About)
  | ({ do: 'use' } & About)
  | ({ do: 'decide'; verdict: 'approve' | 'reject' } & By)
  | ({ do: 'change'; may: boolean } & By)
  | { do: 'expire' }
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ do: fc.constant('ask' as const), digest: fc.nat(1) }),
  fc.record({ do: fc.constant('use' as const), digest: fc.nat(1) }),
  fc.record({ do: fc.constant('decide' as const), verdict: fc.constantFrom('approve' as const, 'approve' as const, 'reject' as const), who: fc.nat(2) }),
  fc.record({ do: fc.constant('change' as const), may: fc.boolean(), who: fc.nat(2) }),
  fc.record({ do: fc.constant('expire' as const) }),
)

/** What should come of it, told by what was said and by who may say it, without a look at the tables. */
type One = { digest: number; state: 'pending' | 'approved' | 'rejected' | 'void' | 'used' | 'expired'; approver: number | null }

class Model {
  all: One[] = []
  may = [true, true, true]
  /** The author is number 2. */
  get open(): One | undefined {
    return this.all.findLast(({ state }) => state === 'pending' || state === 'approved')
  }
  ask(digest: number): void {
    const { open } = this
    const stands = open && open.digest === digest && (open.approver === null || this.may[open.approver])
    if (stands) return
    if (open) open.state = 'void'
    this.all.push({ digest, state: 'pending', approver: null })
  }
  decide(verdict: 'approve' | 'reject', who: number): boolean {
    const one = this.all.at(-1)
    if (!one || who === 2 || !this.may[who] || (one.state !== 'pending' && !(verdict === 'reject' && one.state === 'approved'))) return false
    one.state = verdict === 'approve' ? 'approved' : 'rejected'
    if (verdict === 'approve') one.approver = who
    return true
  }
  use(digest: number): boolean {
    const one = this.all.findLast((asked) => asked.digest === digest)
    if (one?.state !== 'approved' || one.approver === null) return false
    const stands = this.may[one.approver] === true
    one.state = stands ? 'used' : 'void'
    return stands
  }
}

it('whatever is asked, said, changed and used in whatever order, it is done exactly when somebody else agreed to exactly that and still may', async () => {
  const people = [await person('approver'), await person('approver'), await person('administrator')] as const
  const author = people[2].userId
  const uses = new Set<string>()
  let done = 0
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (acts) => {
      const model = new Model()
      const subject = { kind: 'datasheets.import', subjectId: randomUUID() } as const
      await db.user.updateMany({ where: { id: { in: people.map(({ userId }) => userId) } }, data: { disabledAt: null } })
      const newest = () => db.approval.findFirst({ where: subject, orderBy: { id: 'desc' } })
      for (const one of acts) {
        if (one.do === 'ask') {
          const what = { ...subject, sha256: digests[one.digest] ?? '', selection: {}, environment, size: 1, title: {}, authorId: author, reason: '' }
          await transact((tx) => requestApproval(tx, what, people[2], origin), 'ReadCommitted')
          model.ask(one.digest)
        } else if (one.do === 'use') {
          const out = await transact((tx) =>
            takeApproval(tx, { ...subject, sha256: digests[one.digest] ?? '', environment, size: 1, authorId: author, makers: [] }),
          )
          expect(!(out instanceof Refusal)).toBe(model.use(one.digest))
          if (out instanceof Refusal) continue
          expect(out.approvers).not.toContain(author)
          expect(uses.has(String(out.approvalId))).toBe(false)
          uses.add(String(out.approvalId))
          done++
        } else if (one.do === 'expire') {
          await db.$executeRaw`UPDATE approvals_approval SET expiresAt = UTC_TIMESTAMP(3) WHERE kind = ${subject.kind} AND subjectId = ${subject.subjectId}`
          for (const asked of model.all) if (asked === model.open) asked.state = 'expired'
        } else if (one.do === 'change') {
          const { may } = one
          await db.user.update({ where: { id: people[one.who]?.userId ?? '' }, data: { disabledAt: may ? null : new Date() } })
          model.may[one.who] = may
        } else {
          const row = await newest()
          const who = people[one.who]
          // A disabled person does not get as far as the service.
          if (!row || !who || !model.may[one.who]) continue
          const out = await decideApproval(who, String(row.id), { verdict: one.verdict, comment: 'x' }, origin)
          expect(!(out instanceof Refusal)).toBe(model.decide(one.verdict, one.who))
        }
      }
    }),
    {
      numRuns: 60,
      examples: [
        [
          [
            { do: 'ask', digest: 0 },
            { do: 'decide', verdict: 'approve', who: 0 },
            { do: 'use', digest: 0 },
            { do: 'use', digest: 0 },
          ],
        ],
      ],
    },
  )
  expect(done).toBeGreaterThan(0)
})
