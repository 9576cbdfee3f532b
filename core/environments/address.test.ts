import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeAddress, isSameAccount, readAddress, writeAddress } from '#core/environments/address.ts'
import { Refusal } from '#core/shared/refusal.ts'

describe('readAddress', () => {
  it('reads every part', () => {
    expect(readAddress('mysql://me:p%40%2Fss@db.example.com:3307/game_live?tls=verified')).toEqual({
      host: 'db.example.com',
      port: 3307,
      database: 'game_live',
      user: 'me',
      password: 'p@/ss',
      tls: 'verified',
    })
    expect(readAddress('mariadb://me@[::1]/game')).toMatchObject({ host: '::1', port: 3306, password: '', tls: 'off' })
  })
  it.each([
    ['', 'address_unreadable'],
    ['db.example.com/game', 'address_unreadable'],
    ['mysql://me:%zz@host/game', 'address_unreadable'],
    ['https://me:secret@host/game', 'address_scheme'],
    ['mysql://me@a*b/game', 'address_host'],
    ['mysql://me@/game', 'address_unreadable'],
    ['mysql://host/game', 'address_user'],
    ['mysql://me@host', 'address_database'],
    ['mysql://me@host/', 'address_database'],
    ['mysql://me@host/a%60b', 'address_database'],
    ['mysql://me@host/a/b', 'address_database'],
    ['mysql://me@host/game?multipleStatements=true', 'address_option'],
    ['mysql://me@host/game?tls=maybe', 'address_option'],
    ['mysql://me@host/game#x', 'address_option'],
  ])('refuses %s', (text, code) => {
    const refused = readAddress(text)
    expect(refused).toMatchObject({ code, status: 400, path: 'url' })
    expect(JSON.stringify(refused)).not.toContain('secret')
  })
  it('reads what writeAddress writes', () => {
    const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 })
    const address = fc.record({
      host: fc.constantFrom('db', 'db.example.com', '127.0.0.1', '::1'),
      port: fc.integer({ min: 1, max: 65535 }),
      database: fc.stringMatching(/^[a-z0-9_$-]{1,64}$/),
      user: word,
      password: fc.oneof(fc.constant(''), word),
      tls: fc.constantFrom('off' as const, 'verified' as const, 'unchecked' as const),
    })
    fc.assert(
      fc.property(address, (given) => {
        expect(readAddress(writeAddress(given))).toEqual(given)
      }),
    )
  }, 30_000)
})

describe('an address', () => {
  const one = readAddress('mysql://me:secret@Host:1/game')
  if (one instanceof Refusal) throw new Error(one.code)
  it('is described without its password', () => {
    expect(describeAddress(one)).toBe('me@Host:1/game')
  })
  it('keeps its password for the same account on the same server only', () => {
    expect(isSameAccount(one, { ...one, host: 'host', database: 'other' })).toBe(true)
    expect(isSameAccount(one, { ...one, host: 'evil' })).toBe(false)
    expect(isSameAccount(one, { ...one, port: 2 })).toBe(false)
    expect(isSameAccount(one, { ...one, user: 'root' })).toBe(false)
  })
})
