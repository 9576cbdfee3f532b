import { describe, expect, it } from 'vitest'
import { seal, unseal } from '#server/secrets.ts'

describe('seal', () => {
  it('opens with the same context only, and hides the text', () => {
    const sealed = seal('비밀 password', 'source:1')
    expect(unseal(sealed, 'source:1')).toBe('비밀 password')
    expect(Buffer.from(sealed).includes('password')).toBe(false)
    expect(() => unseal(sealed, 'source:2')).toThrow()
  })
  it('never seals alike twice', () => {
    expect(Buffer.from(seal('x', 'c')).equals(Buffer.from(seal('x', 'c')))).toBe(false)
  })
  it('refuses a changed byte', () => {
    for (const index of [0, 5, 20, 30]) {
      const sealed = seal('some text', 'c')
      sealed[index] = (sealed[index] ?? 0) ^ 1
      expect(() => unseal(sealed, 'c')).toThrow()
    }
  })
})
