import { describe, expect, it } from 'vitest'
import { instantOf, wallClock, withOffset } from '#core/shared/zoned.ts'

describe('wall clocks and instants', () => {
  it.each([
    ['2026-11-21 00:00:00', 'Asia/Seoul', '2026-11-20T15:00:00.000Z'],
    ['2026-11-21 14:02:11', 'UTC', '2026-11-21T14:02:11.000Z'],
    ['2026-07-01 09:00:00', 'America/New_York', '2026-07-01T13:00:00.000Z'],
    ['2026-01-01 09:00:00', 'America/New_York', '2026-01-01T14:00:00.000Z'],
    ['2026-11-21 09:00:00', 'Asia/Kathmandu', '2026-11-21T03:15:00.000Z'],
  ])('%s in %s', (wall, zone, iso) => {
    const at = instantOf(wall, zone)
    expect(at && new Date(at).toISOString()).toBe(iso)
    expect(at && wallClock(at, zone)).toBe(wall)
  })

  it('takes the earlier of two instants when clocks are set back', () => {
    const at = instantOf('2026-11-01 01:30:00', 'America/New_York')
    expect(at && new Date(at).toISOString()).toBe('2026-11-01T05:30:00.000Z')
  })

  it('writes the offset of the zone', () => {
    expect(withOffset(Date.parse('2026-11-20T15:00:00Z'), 'Asia/Seoul')).toBe('2026-11-21T00:00:00+09:00')
    expect(withOffset(Date.parse('2026-07-01T13:00:00Z'), 'America/New_York')).toBe('2026-07-01T09:00:00-04:00')
  })

  it('knows what is not a time', () => {
    expect(instantOf('', 'UTC')).toBeNull()
    expect(instantOf('2026-13-01 00:00:00', 'UTC')).toBeNull()
  })
})
