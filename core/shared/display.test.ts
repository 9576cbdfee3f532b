import { describe, expect, it } from 'vitest'
import { changedDisplay, displayCaps, joinChanges, standardDisplay } from '#core/shared/display.ts'

describe('a change of the display', () => {
  it('leaves the rest as it is, table by table', () => {
    const first = changedDisplay(standardDisplay, { density: 'compact', hiddenColumns: { runs: ['by'], users: ['email'] } })
    const then = changedDisplay(first, { hiddenColumns: { runs: ['by', 'state'] }, pins: ['7'] })
    expect(then).toEqual({ density: 'compact', menu: 'wide', hiddenColumns: { runs: ['by', 'state'], users: ['email'] }, pins: ['7'] })
  })
  it('forgets a table that shows all of its columns', () => {
    const hidden = changedDisplay(standardDisplay, { hiddenColumns: { runs: ['by'] } })
    expect(changedDisplay(hidden, { hiddenColumns: { runs: [] } })).toEqual(standardDisplay)
  })
  it('never grows past the caps', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`t${n}`, ['a']]))
    const pins = Array.from({ length: 60 }, (_, n) => String(n))
    const grown = changedDisplay(changedDisplay(standardDisplay, { hiddenColumns: { old: ['a'] } }), { hiddenColumns: many, pins })
    expect(Object.keys(grown.hiddenColumns)).toHaveLength(displayCaps.tables)
    expect(grown.hiddenColumns).toHaveProperty('t59')
    expect(grown.pins).toEqual(pins.slice(0, displayCaps.pins))
  })
})

it('changes one after the other are one that does the same', () => {
  const [first, then] = [
    { density: 'compact' as const, hiddenColumns: { runs: ['by'] } },
    { hiddenColumns: { runs: [], users: ['email'] }, pins: ['1'] },
  ]
  expect(changedDisplay(standardDisplay, joinChanges(first, then))).toEqual(changedDisplay(changedDisplay(standardDisplay, first), then))
  expect(joinChanges({ pins: ['1'] }, { menu: 'narrow' })).toEqual({ pins: ['1'], menu: 'narrow' })
})
