import { type Approval, approval } from '#features/approvals/schema.ts'

/** A request for approval that the schema has checked. */
export function approvalOf(change: Partial<Approval> = {}): Approval {
  const at = '2026-11-21T00:00:00.000Z'
  const person = { id: 'p', name: 'Kim' }
  return approval.parse({
    id: '7',
    kind: 'datasheets.import',
    subject: '12',
    sha256: 'a'.repeat(64),
    environment: { id: 'e', name: 'Live KR', kind: 'production' },
    size: 1234,
    title: { first: 'items.xlsx', more: 0, plan: '12' },
    selection: {},
    href: '/datasheets/plans/12',
    required: 2,
    state: 'pending',
    voidReason: null,
    author: person,
    requestedBy: person,
    reason: '',
    requestedAt: at,
    expiresAt: at,
    decidedAt: null,
    usedAt: null,
    decisions: [],
    review: null,
    mayDecide: true,
    refusal: null,
    acts: ['approve'],
    ...change,
  })
}
