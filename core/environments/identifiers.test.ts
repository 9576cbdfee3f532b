import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAllowed, quoteTable } from '#core/environments/identifiers.ts'

describe('identifiers', () => {
  it('lets through what is on the list, and everything well-formed where there is none', () => {
    expect(quoteTable('game_text', ['game_text'])).toBe('`game_text`')
    expect(quoteTable('아이템', null)).toBe('`아이템`')
    expect(isAllowed('users', ['game_text'])).toBe(false)
    expect(isAllowed('Game_text', ['game_text'])).toBe(false)
    expect(() => quoteTable('users', ['game_text'])).toThrow('users')
  })
  it('never quotes anything that could end the quotes, even when it is on the list', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a`b', 'a.b', 'a b', "a'b", 'a;b', '', 'x'.repeat(65)))
    fc.assert(
      fc.property(text, (name) => {
        if (isAllowed(name, [name])) expect(quoteTable(name, [name])).toMatch(/^`[^`.\s;'"\\\0]{1,64}`$/u)
        else expect(() => quoteTable(name, [name])).toThrow()
      }),
    )
  }, 30_000)
})
