import { expect, it } from 'vitest'
import { auditFilterOf, changesOf, factsOf } from '#features/audit/view.ts'

const none = { q: null, who: null, action: null, object: null, outcome: null, run: null, from: null, to: null }

it('asks for what the address says and leaves away what the API would refuse', () => {
  const filters = { ...none, q: 'x', outcome: 'refused', run: '12', from: '2026-11-21T00:00:00+09:00' }
  expect(auditFilterOf({ page: 2, pageSize: 50, sort: 'at', filters })).toEqual({
    page: 2,
    pageSize: 50,
    sort: 'at',
    q: 'x',
    outcome: 'refused',
    run: '12',
    from: '2026-11-21T00:00:00+09:00',
  })
  const wrong = { ...none, outcome: 'maybe', run: 'x', from: 'yesterday', to: '2026-13-45T00:00:00Z' }
  expect(auditFilterOf({ page: 1, pageSize: 50, sort: 'who', filters: wrong })).toEqual({ page: 1, pageSize: 50, sort: '-at' })
})

it('puts before and after side by side', () => {
  expect(changesOf({ before: { role: 'viewer', name: 'A' }, after: { role: 'operator', name: 'A', tags: ['x', 'y'] } })).toEqual([
    { name: 'name', before: 'A', after: 'A', changed: false },
    { name: 'role', before: 'viewer', after: 'operator', changed: true },
    { name: 'tags', before: null, after: 'x, y', changed: true },
  ])
  expect(changesOf({ before: null, after: null })).toEqual([])
})

it('shows facts as text', () => {
  expect(factsOf({ detail: { a: 1, b: null, c: true } })).toEqual([
    { name: 'a', value: '1' },
    { name: 'b', value: null },
    { name: 'c', value: 'true' },
  ])
})
