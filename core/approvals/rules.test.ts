import { describe, expect, it } from 'vitest'
import {
  agreed,
  decidingRoles,
  type Matter,
  type Present,
  reviewFault,
  type Said,
  type StateNow,
  standing,
  stateAt,
  type Verdict,
  verdictFault,
} from '#core/approvals/rules.ts'
import { type EnvironmentKind, type Permission, type Principal, type Role, roles } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'

const person = (userId: string, role: Role, scopes: (Permission | 'all')[] | null = null): Principal => ({
  userId,
  name: userId,
  email: `${userId}@example.test`,
  role,
  via: scopes ? 'token' : 'session',
  scopes,
  mustChangePassword: false,
})
const matter = (kind: EnvironmentKind | null = 'production'): Matter => ({ kind, authorId: 'author', requestedById: 'asker' })
const said = (...entries: [string, Verdict][]): Said[] => entries.map(([personId, verdict]) => ({ personId, verdict }))
const codeOf = (fault: unknown) => (fault instanceof Refusal ? fault.code : fault)
const fault = (who: Principal, verdict: Verdict, state: StateNow = 'pending', words: Said[] = [], kind: EnvironmentKind | null = 'production') =>
  codeOf(verdictFault(who, verdict, matter(kind), state, words))

describe('the state of a request', () => {
  const expiresAt = new Date('2026-11-21T12:00:00.000Z')
  const before = new Date(expiresAt.getTime() - 1)
  it.each(['pending', 'approved'] as const)('%s is expired from its last millisecond on', (state) => {
    expect(stateAt({ state, expiresAt }, before)).toBe(state)
    expect(stateAt({ state, expiresAt }, expiresAt)).toBe('expired')
  })
  it.each(['rejected', 'void', 'used'] as const)('%s stays what it is', (state) => {
    expect(stateAt({ state, expiresAt }, new Date(expiresAt.getTime() + 1e9))).toBe(state)
  })
})

describe('who may decide', () => {
  it('is in production approvers and administrators, in test environments also those who make changes', () => {
    const allowed = (kind: EnvironmentKind) => roles.filter((role) => fault(person('other', role), 'approve', 'pending', [], kind) === null)
    expect(allowed('production')).toEqual(['approver', 'administrator'])
    expect(allowed('test')).toEqual(['data_manager', 'campaign_manager', 'approver', 'administrator'])
    expect(decidingRoles('production')).toEqual(allowed('production'))
    expect(decidingRoles('test')).toEqual(allowed('test'))
  })
  it.each(['author', 'asker'])('is never the %s, an administrator neither', (id) => {
    for (const role of roles) {
      expect(fault(person(id, role), 'approve')).toBe('approval_own')
      expect(fault(person(id, role), 'reject')).toBe('approval_own')
    }
  })
  it('is a token only with the scope', () => {
    expect(fault(person('other', 'approver', ['approvals.view']), 'approve')).toBe('forbidden')
    expect(fault(person('other', 'approver', ['plans.approve']), 'approve')).toBeNull()
  })
  it('is nobody once it is closed', () => {
    for (const verdict of ['approve', 'reject', 'break_glass'] as const) {
      expect(fault(person('other', 'administrator'), verdict, 'expired')).toBe('approval_expired')
      expect(fault(person('other', 'administrator'), verdict, 'void')).toBe('approval_void')
      expect(fault(person('other', 'administrator'), verdict, 'used')).toBe('approval_used')
      expect(fault(person('other', 'administrator'), verdict, 'rejected')).toBe('approval_rejected')
    }
  })
  it('agrees once, and may still reject what was approved', () => {
    const words = said(['other', 'approve'])
    expect(fault(person('other', 'approver'), 'approve', 'pending', words)).toBe('approval_twice')
    expect(fault(person('third', 'approver'), 'approve', 'approved', words)).toBe('approval_decided')
    expect(fault(person('other', 'approver'), 'reject', 'approved', words)).toBeNull()
  })
})

describe('breaking the glass', () => {
  it('is for administrators in a browser, also for the author', () => {
    expect(fault(person('author', 'administrator'), 'break_glass')).toBeNull()
    expect(fault(person('other', 'administrator'), 'break_glass')).toBeNull()
    for (const role of roles.filter((one) => one !== 'administrator')) expect(fault(person('other', role), 'break_glass')).toBe('forbidden')
  })
  it('is for no token and for nothing that is approved', () => {
    expect(fault(person('other', 'administrator', ['all']), 'break_glass')).toBe('break_glass_token')
    expect(fault(person('other', 'administrator'), 'break_glass', 'approved')).toBe('approval_decided')
  })
  it('is looked at by another person who may approve, once', () => {
    const words = said(['author', 'break_glass'])
    const look = (who: Principal, reviewed = false) => codeOf(reviewFault(who, matter(), words, reviewed))
    expect(look(person('author', 'administrator'))).toBe('review_own')
    for (const own of ['author', 'asker'])
      expect(codeOf(reviewFault(person(own, 'administrator'), matter(), said(['other', 'break_glass']), false))).toBe('review_own')
    expect(look(person('other', 'operator'))).toBe('forbidden')
    expect(look(person('other', 'approver'))).toBeNull()
    expect(look(person('other', 'approver'), true)).toBe('review_done')
  })
})

describe('comments', () => {
  it('are for those who take part, as long as it is open', () => {
    expect(fault(person('author', 'data_manager'), 'comment')).toBeNull()
    expect(fault(person('other', 'approver'), 'comment', 'approved')).toBeNull()
    expect(fault(person('other', 'viewer'), 'comment')).toBe('forbidden')
    expect(fault(person('author', 'data_manager', ['approvals.view']), 'comment')).toBe('forbidden')
    expect(fault(person('other', 'approver'), 'comment', 'used')).toBe('approval_used')
  })
})

describe('what stands at the moment of use', () => {
  const present = (id: string, role: Role = 'approver', disabled = false): Present => ({ id, role, disabled })
  const stands = (words: Said[], people: Present[], required = 1, of: Matter = matter(), applier: string | null = null) => {
    const found = standing(of, words, people, required, applier)
    return found instanceof Refusal ? found.code : found
  }

  it('is the word of those who may still approve', () => {
    expect(stands(said(['a', 'approve'], ['b', 'comment']), [present('a'), present('b', 'viewer')])).toEqual(['a'])
    expect(stands(said(['a', 'approve'], ['b', 'approve']), [present('a'), present('b', 'administrator')], 2)).toEqual(['a', 'b'])
  })
  it('is nothing when one of them was disabled, is gone or has another role', () => {
    const words = said(['a', 'approve'], ['b', 'approve'])
    for (const lost of [[present('b', 'approver', true)], [present('b', 'operator')], [present('b', 'data_manager')], []])
      expect(stands(words, [present('a'), ...lost], 1)).toBe('approval_approver_lost')
  })
  it('is nothing when more have to agree than did', () => {
    expect(stands(said(['a', 'approve']), [present('a')], 2)).toBe('approval_pending')
    expect(stands([], [], 1)).toBe('approval_pending')
  })
  it('counts everybody once, and author and requester never', () => {
    expect(agreed(matter(), said(['a', 'approve'], ['a', 'approve'], ['author', 'approve'], ['asker', 'approve'], ['b', 'reject']))).toEqual(['a'])
    expect(stands(said(['author', 'approve']), [present('author', 'administrator')])).toBe('approval_pending')
  })
  it('is not the word of who does it', () => {
    const [words, people] = [said(['a', 'approve'], ['b', 'approve']), [present('a', 'administrator'), present('b')]]
    expect(stands(words, people, 1, matter(), 'a')).toEqual(['b'])
    expect(stands(words, people, 2, matter(), 'a')).toBe('approval_applier')
    expect(stands(words, people, 3, matter(), 'a')).toBe('approval_pending')
    expect(stands(words, people, 2, matter(), 'author')).toEqual(['a', 'b'])
  })
  it('is the word of who broke the glass, as long as that person may', () => {
    const words = said(['author', 'break_glass'])
    expect(stands(words, [present('author', 'administrator')], 3)).toEqual(['author'])
    expect(stands(words, [present('author', 'administrator')], 1, matter(), 'author')).toEqual(['author'])
    expect(stands(words, [present('author', 'approver')])).toBe('approval_approver_lost')
    expect(stands(words, [present('author', 'administrator', true)])).toBe('approval_approver_lost')
  })
  it('goes by the environment as it is now: who could decide in a test environment cannot in production', () => {
    const words = said(['a', 'approve'])
    expect(stands(words, [present('a', 'data_manager')], 1, matter('test'))).toEqual(['a'])
    expect(stands(words, [present('a', 'data_manager')], 1, matter('production'))).toBe('approval_approver_lost')
  })
})
