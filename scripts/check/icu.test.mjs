import { describe, expect, it } from 'vitest'
import { icuArguments } from './icu.mjs'

describe('arguments of a message', () => {
  it.each([
    ['Queued', []],
    ['{done} of {total, number}', ['done', 'total']],
    ['{n, plural, =0 {none} one {# run of {name}} other {# runs}}', ['n', 'name']],
    ['{kind, select, push {Push <b>{at, date, short}</b>} other {}}', ['<b>', 'at', 'kind']],
    ["it's {name}, not '{other}'", ['name']],
    ["''{name}''", ['name']],
    ['{count, plural, offset:1 other {{a, select, x {y} other {{b}}}}} {c}', ['a', 'b', 'c', 'count']],
    ['5 < 6', []],
  ])('%s', (text, names) => {
    expect(icuArguments(text)).toEqual(names)
  })

  it.each(['{name', 'name}', '{n, plural, one {a}', '{n, plural, one {a other {b}}', '{}'])('refuses %s', (text) => {
    expect(() => icuArguments(text)).toThrow()
  })
})
