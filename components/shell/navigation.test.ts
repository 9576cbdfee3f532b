import { describe, expect, it } from 'vitest'
import { isHere, placeOf, reachable, sections } from '#components/shell/navigation.ts'

describe('navigation', () => {
  it('gives each place a letter of its own', () => {
    const letters = sections.flatMap((section) => section.places.map((place) => place.letter))
    expect(new Set(letters).size).toBe(letters.length)
  })

  it('shows only what the permissions reach, and no empty section', () => {
    expect(reachable([]).flatMap((section) => section.places.map((place) => place.id))).toEqual(['home'])
    expect(reachable(['runs.view']).map((section) => section.id)).toEqual([null, 'operate'])
  })

  it('marks the place that the address is in', () => {
    expect(isHere('/runs/12', '/runs')).toBe(true)
    expect(isHere('/runs', '/')).toBe(false)
    expect(isHere('/runsome', '/runs')).toBe(false)
  })

  it.each([
    ['/retention/12', 'retention'],
    ['/retention/metrics', 'metrics'],
    ['/retention/metrics/new', 'metrics'],
    ['/', 'home'],
    ['/nowhere', undefined],
  ])('%s is in %s alone', (path, id) => {
    expect(placeOf(path, sections)?.id).toBe(id)
  })
})
