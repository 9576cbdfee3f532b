import { expect, it } from 'vitest'
import { RunFailure } from '#core/shared/refusal.ts'
import { indicesOf, type Listing } from './indices.ts'

const listing = (names: readonly string[], more: Partial<Listing> = {}): Listing => ({
  indices: names.map((name) => ({ name, attributes: ['open'] })),
  aliases: [],
  data_streams: [],
  ...more,
})
const refusalOf = (found: Listing): unknown => {
  try {
    return indicesOf(found, 'ds-')
  } catch (error) {
    return error instanceof RunFailure ? { code: error.refusal.code, ...error.refusal.params } : error
  }
}

it('a prefix names its indices', () => {
  expect(indicesOf(listing(['ds-login_comp', 'ds-friend-2026.11.20']), 'ds-').pattern).toBe('ds-*')
})

it.each([
  ['indices', listing(['ds-login_comp', 'ds-live-login_comp-2026.11', 'ds-live-friend', 'ds-live2-login_comp_20261120'])],
  ['aliases', listing(['ds-login_comp', 'ds-live2-login_comp'], { aliases: [{ name: 'ds-live-login_comp', indices: ['x'] }] })],
  ['data streams', listing(['ds-login_comp', 'ds-live2-login_comp'], { data_streams: [{ name: 'ds-live-login_comp', backing_indices: [] }] })],
])('sources whose prefix goes on from it are left out: %s', (_kind, found) => {
  expect(indicesOf(found, 'ds-').pattern).toBe('ds-*,-ds-live-*,-ds-live2-*')
})

it('families of its own that go on with other words are not taken for another source', () => {
  expect(indicesOf(listing(['ds-login_comp', 'ds-re_login_complete', 'ds-live-friend']), 'ds-').pattern).toBe('ds-*')
})

it('an index without the prefix belongs by its alias', () => {
  const { nameOf } = indicesOf(listing(['ds-friend'], { aliases: [{ name: 'ds-login_comp', indices: ['archive-7'] }] }), 'ds-')
  expect(['archive-7', 'ds-friend', '.ds-ds-x-000001'].map(nameOf)).toEqual(['ds-login_comp', 'ds-friend', '.ds-ds-x-000001'])
})

it('says what is brought in under another name, and by whom; not what the listing has, nor what others bring in', () => {
  const found = listing(['ds-friend', 'ds-live-login_comp'], {
    aliases: [
      { name: 'ds-login_comp', indices: ['archive-7', 'ds-friend'] },
      { name: 'ds-live-friend', indices: ['archive-8'] },
    ],
    data_streams: [{ name: 'ds-chat', backing_indices: ['.ds-ds-chat-000001'] }],
  })
  expect([...indicesOf(found, 'ds-').brought]).toEqual([
    ['archive-7', 'ds-login_comp'],
    ['.ds-ds-chat-000001', 'ds-chat'],
  ])
})

it('nothing, and nothing but those of others, is refused', () => {
  expect(refusalOf(listing([]))).toEqual({ code: 'source_no_indices', prefix: 'ds-' })
  expect(refusalOf(listing(['ds-live-login_comp', 'ds-live-friend']))).toEqual({ code: 'source_no_indices', prefix: 'ds-' })
})

it('a closed one is refused, whatever it holds; one of another source is not', () => {
  const closed = (name: string) => ({ name, attributes: ['closed'] })
  const others = listing(['ds-login_comp', 'ds-live-login_comp'])
  expect(refusalOf({ ...others, indices: [...others.indices, closed('ds-chat')] })).toEqual({ code: 'source_index_closed', indices: 'ds-chat' })
  expect(refusalOf({ ...others, indices: [...others.indices, closed('ds-live-chat')] })).toMatchObject({ pattern: 'ds-*,-ds-live-*' })
})
