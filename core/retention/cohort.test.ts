import { describe, expect, it } from 'vitest'
import { compareIdentities, completeGroups, firstUses, isAccountNew, mergeCandidates, textOf, valuesAt } from './cohort.ts'

const group = (uid: string, account: string | null, first: number) => ({ uid, account, first, documents: 1 })

describe('candidates', () => {
  it('one a player, with the earliest login and the number of accounts', () => {
    const groups = [group('a', null, 9), group('a', 'x', 7), group('a', 'y', 8), group('b', 'x', 1), group('c', null, 2)]
    expect(mergeCandidates(groups)).toEqual([
      { uid: 'a', account: 'x', first: 7, accounts: 2 },
      { uid: 'b', account: 'x', first: 1, accounts: 1 },
      { uid: 'c', account: null, first: 2, accounts: 0 },
    ])
  })

  it('ties go to the least account, and to none last', () => {
    expect(mergeCandidates([group('a', null, 5), group('a', 'y', 5), group('a', 'x', 5)])).toEqual([{ uid: 'a', account: 'x', first: 5, accounts: 2 }])
  })

  it('one an account where the account makes the player, with the uid of its earliest login', () => {
    const groups = [group('b', 'x', 5), group('a', 'x', 5), group('c', 'x', 9), group('a', 'y', 1)]
    expect(mergeCandidates(groups, 'account')).toEqual([
      { uid: 'a', account: 'x', first: 5, accounts: 3 },
      { uid: 'a', account: 'y', first: 1, accounts: 1 },
    ])
  })

  it('an account is new for the uid that used it first, of two at once for the least', () => {
    const uses = [
      { account: 'x', uid: 'b', first: 5 },
      { account: 'x', uid: 'a', first: 5 },
      { account: 'y', uid: 'c', first: 1 },
      { account: 'y', uid: null, first: 0 },
      { account: 'z', uid: null, first: 3 },
      { account: 'z', uid: 'd', first: 3 },
    ]
    const firsts = firstUses(uses)
    const isNew = (uid: string, account: string | null) => isAccountNew({ uid, account, first: 5, accounts: 1 }, firsts)
    expect([isNew('a', 'x'), isNew('b', 'x'), isNew('c', 'y'), isNew('d', 'z'), isNew('e', null)]).toEqual([true, false, false, true, true])
  })

  it.each([
    [['a', 'a', 'b', 'b'], 2],
    [['a', 'b'], 1],
    [['a', 'a'], 0],
    [[], 0],
  ])('of a full page %j the first %i groups are complete', (uids, complete) => {
    expect(completeGroups(uids.map((uid) => ({ uid, account: null })))).toBe(complete)
  })
})

describe('logins of one millisecond', () => {
  const identity = (account: string | null, country: string | null, device: string | null) => ({ account, country, device })
  it.each([
    ['account decides first', identity('A', 'US', 'z'), identity('a', 'JP', 'a')],
    ['then the country', identity('a', 'JP', 'z'), identity('a', 'KR', 'a')],
    ['then the device', identity('a', 'JP', 'x'), identity('a', 'JP', 'y')],
    ['unknown comes last', identity('z', null, null), identity(null, 'JP', 'x')],
    ['by bytes, not by UTF-16', identity('\uff21', null, null), identity('\u{1f600}', null, null)],
  ])('%s', (_name, lesser, greater) => {
    expect(compareIdentities(lesser, greater)).toBeLessThan(0)
    expect(compareIdentities(greater, lesser)).toBeGreaterThan(0)
  })
})

describe('values of a document', () => {
  it.each([
    ['nested', { auth: { id: 'x' } }, 'auth.id', ['x']],
    ['with dots in the key', { 'auth.id': 'x' }, 'auth.id', ['x']],
    ['in several objects', { body: [{ device_mod: 'b' }, { device_mod: 'a' }, {}] }, 'body.device_mod', ['b', 'a']],
    ['missing', { body: 'text' }, 'body.device_mod', []],
    ['null', { body: { device_mod: null } }, 'body.device_mod', []],
    ['inherited names are none', {}, 'constructor.name', []],
  ])('%s', (_name, source, path, values) => {
    expect(valuesAt(source, path)).toEqual(values)
  })

  it('as text: the least of several, null for what is none', () => {
    expect(textOf(['b', 'a'])).toBe('a')
    expect(textOf([7, true])).toBe('7')
    expect(textOf([''])).toBeNull()
    expect(textOf([{}])).toBeNull()
  })
})
