import { describe, expect, it } from 'vitest'
import { commonPresets } from '#features/retention/components/presets.ts'

const at = (iso: string, resetHour = 0) =>
  Object.fromEntries(commonPresets(Date.parse(iso), 'Asia/Seoul', resetHour).map(({ id, from, to }) => [id, `${from} ${to}`]))

describe('windows to choose from', () => {
  it('counts days in the zone: it is already Sunday in Seoul', () => {
    expect(at('2026-11-21T15:30:00Z')).toEqual({
      yesterday: '2026-11-21 00:00:00 2026-11-22 00:00:00',
      weekend: '2026-11-14 00:00:00 2026-11-16 00:00:00',
      week: '2026-11-15 00:00:00 2026-11-22 00:00:00',
    })
  })

  it('begins days at the reset hour: at half past four the day of a game that resets at five is not over', () => {
    expect(at('2026-11-21T19:30:00Z', 5)).toEqual({
      yesterday: '2026-11-20 05:00:00 2026-11-21 05:00:00',
      weekend: '2026-11-14 05:00:00 2026-11-16 05:00:00',
      week: '2026-11-14 05:00:00 2026-11-21 05:00:00',
    })
    expect(at('2026-11-21T20:00:00Z', 5).yesterday).toBe('2026-11-21 05:00:00 2026-11-22 05:00:00')
  })

  it('takes the weekend that has just ended on a Monday', () => {
    expect(at('2026-11-23T01:00:00Z').weekend).toBe('2026-11-21 00:00:00 2026-11-23 00:00:00')
  })
})
