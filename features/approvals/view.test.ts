import { describe, expect, it } from 'vitest'
import type { Approval } from '#features/approvals/schema.ts'
import { agreedCount, boxOf, inBox, newRule, owedReview, placedAt, placeValue, tablesOf } from '#features/approvals/view.ts'

const person = (id: string) => ({ id, name: id })
const at = '2026-11-21T00:00:00.000Z'
const said = (id: string, verdict: 'approve' | 'comment' | 'break_glass') => ({ id, person: person(id), verdict, comment: '', createdAt: at })
const one = (change: Partial<Approval>): Approval =>
  ({ author: person('author'), requestedBy: person('asker'), decisions: [], review: null, ...change }) as Approval

describe('the box of the list', () => {
  it('is what waits for the reader, unless the address says otherwise', () => {
    expect(inBox({ page: 1, pageSize: 50 })).toEqual({ page: 1, pageSize: 50, box: 'inbox' })
    expect(inBox({ page: 1, pageSize: 50, box: 'mine', state: 'void' })).toEqual({ page: 1, pageSize: 50, box: 'mine', state: 'void' })
    expect(inBox({ page: 1, pageSize: 50, box: 'all' })).toEqual({ page: 1, pageSize: 50 })
    expect(boxOf('nonsense')).toBe('inbox')
  })
})

describe('what is shown of a request', () => {
  it('counts everybody once, author and requester never', () => {
    const decisions = [said('a', 'approve'), said('a', 'approve'), said('b', 'comment'), said('author', 'approve'), said('asker', 'approve')]
    expect(agreedCount(one({ decisions }))).toBe(1)
  })
  it('owes a look after a broken glass, and is late from its time on', () => {
    const review = { dueAt: at, reviewedBy: null, reviewedAt: null, note: null }
    const broken = one({ decisions: [said('root', 'break_glass')], review })
    expect(owedReview(broken, Date.parse(at) - 1)).toEqual({ by: 'root', late: false })
    expect(owedReview(broken, Date.parse(at))).toEqual({ by: 'root', late: true })
    expect(owedReview(one({ ...broken, review: { ...review, reviewedAt: at } }), 0)).toBeNull()
    expect(owedReview(one({}), 0)).toBeNull()
  })
  it('names the ticked tables where there are such', () => {
    expect(tablesOf(one({ selection: { tables: ['item', 7, 'shop'] } }))).toEqual(['item', 'shop'])
    expect(tablesOf(one({ selection: {} }))).toEqual([])
  })
})

describe('the place of a rule', () => {
  const environments = [{ id: 'e1', kind: 'production' as const }]
  it('is an environment with its kind, or every one of a kind', () => {
    expect(placedAt(newRule, 'e1', environments)).toMatchObject({ environment: 'e1', environmentKind: 'production' })
    expect(placedAt({ ...newRule, environment: 'e1' }, 'kind:test', environments)).toMatchObject({ environment: null, environmentKind: 'test' })
    for (const value of ['e1', 'kind:test', 'kind:production']) expect(placeValue(placedAt(newRule, value, environments))).toBe(value)
  })
})
