import { describe, expect, it } from 'vitest'
import { base32, codeAt, counterAt, matchingCounter, otpauthUri, readRecoveryCode, recoveryCodeOf } from '#core/accounts/totp.ts'

// The secret of RFC 6238, appendix B. Its codes have 8 digits; ours are the last 6 of them.
const secret = Buffer.from('12345678901234567890')
const at = (seconds: number) => new Date(seconds * 1000)

describe('codes by time', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at %i s', (seconds, code) => {
    expect(codeAt(secret, counterAt(at(seconds)))).toBe(code)
  })
  it('takes the step before and the step after, no further', () => {
    const now = at(1111111111)
    const middle = counterAt(now)
    for (const counter of [middle - 1, middle, middle + 1]) expect(matchingCounter(secret, codeAt(secret, counter), now, 0)).toBe(counter)
    for (const counter of [middle - 2, middle + 2]) expect(matchingCounter(secret, codeAt(secret, counter), now, 0)).toBeNull()
  })
  it('takes no code twice, nor an older one', () => {
    const now = at(1111111111)
    const middle = counterAt(now)
    expect(matchingCounter(secret, codeAt(secret, middle), now, middle)).toBeNull()
    expect(matchingCounter(secret, codeAt(secret, middle - 1), now, middle)).toBeNull()
    expect(matchingCounter(secret, codeAt(secret, middle + 1), now, middle)).toBe(middle + 1)
  })
  it('takes nothing that is no code', () => {
    for (const typed of ['', '28708', '2870822', 'abcdef']) expect(matchingCounter(secret, typed, at(59), 0)).toBeNull()
  })
})

describe('secrets as text', () => {
  it('is base32 of RFC 4648', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI')
    expect(base32(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  })
  it('names issuer and account in the address', () => {
    expect(otpauthUri(secret, 'kim@example.test', 'Quarterdeck')).toBe(
      'otpauth://totp/Quarterdeck:kim%40example.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Quarterdeck&algorithm=SHA1&digits=6&period=30',
    )
  })
})

describe('recovery codes', () => {
  it('are read with or without their strokes', () => {
    const code = recoveryCodeOf(Buffer.from('0123456789'))
    expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/)
    expect(readRecoveryCode(` ${code.toUpperCase()} `)).toBe(code)
    expect(readRecoveryCode(code.replaceAll('-', ''))).toBe(code)
    expect(readRecoveryCode('123456')).toBeNull()
  })
})
