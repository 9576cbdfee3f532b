import { describe, expect, it } from 'vitest'
import { afterFailure, type Guard, onePlace, waitOf, withoutOne } from '#core/accounts/lockout.ts'

const start = new Date('2026-03-01T00:00:00Z').getTime()
const minute = 60_000
const at = (minutes: number) => new Date(start + minutes * minute)
const failed = (minutes: number[]): Guard | null => minutes.reduce<Guard | null>((guard, m) => afterFailure(guard, at(m), onePlace), null)

describe('locking one place', () => {
  it('locks at the fifth failure within 15 minutes', () => {
    expect(waitOf(failed([0, 1, 2, 3]), at(3))).toBe(0)
    expect(waitOf(failed([0, 1, 2, 3, 4]), at(4))).toBe(15 * minute)
  })
  it('doubles with each further failure, up to 4 hours', () => {
    const locks = [0, 15, 45, 105, 225, 465].map((_, index) => {
      const guard = failed([0, 0, 0, 0, ...Array.from({ length: index + 1 }, () => 0)])
      return waitOf(guard, at(0)) / minute
    })
    expect(locks).toEqual([15, 30, 60, 120, 240, 240])
    expect(waitOf(failed(Array.from({ length: 5000 }, () => 0)), at(0))).toBe(240 * minute)
  })
  it('forgets failures that are far apart, but a lock only after hours', () => {
    expect(failed([0, 16, 32, 48, 64])?.failures).toBe(1)
    expect(failed([0, 0, 0, 0, 0, 16])?.failures).toBe(6)
    expect(failed([0, 0, 0, 0, 0, 256])?.failures).toBe(1)
  })
  it('takes back a failure that was none', () => {
    const guard = failed([0, 0, 0, 0, 0])
    expect(guard && withoutOne(guard, onePlace)).toMatchObject({ failures: 4, lockedUntil: null })
  })
  it('never waits where nothing happened', () => {
    expect(waitOf(null, at(0))).toBe(0)
  })
})
