import { describe, expect, it } from 'vitest'
import { clockTime, dateTime, dayIn, relative, spokenInZones } from '#components/format/time.ts'

const at = '2026-11-21T05:02:11.000Z'

describe('times on screens', () => {
  it.each([
    ['ko', 'Asia/Seoul', '11월 21일 (토) 14:02 KST'],
    ['en', 'Asia/Seoul', 'Sat 21 Nov 14:02 KST'],
    ['ko', 'UTC', '11월 21일 (토) 05:02 UTC'],
    ['en', 'America/New_York', 'Sat 21 Nov 00:02 America/New_York'],
  ] as const)('%s in %s', (locale, zone, text) => {
    expect(dateTime(at, { locale, zone })).toBe(text)
  })

  it('adds the year and the seconds where they are asked for', () => {
    expect(dateTime(at, { locale: 'ko', zone: 'Asia/Seoul', year: true, seconds: true })).toBe('2026년 11월 21일 (토) 14:02:11 KST')
    expect(clockTime(at, { locale: 'en', zone: 'Asia/Seoul' })).toBe('14:02:11 KST')
  })

  it('says the same instant in several zones, each once', () => {
    const both = ['2026년 11월 21일 (토) 14:02:11 KST', '2026년 11월 21일 (토) 10:47:11 Asia/Kathmandu']
    expect(spokenInZones(at, ['Asia/Seoul', 'Asia/Seoul', 'Asia/Kathmandu'], 'ko')).toEqual(both)
    expect(spokenInZones(at, ['UTC', 'Asia/Seoul', 'Etc/UTC'], 'en')).toEqual(['Sat 21 Nov 2026 05:02:11 UTC', 'Sat 21 Nov 2026 14:02:11 KST'])
  })

  it('names the day in the zone, not in the machine', () => {
    expect(dayIn('2026-11-20T15:00:00Z', 'Asia/Seoul')).toBe('2026-11-21')
    expect(dayIn('2026-11-20T14:59:59Z', 'Asia/Seoul')).toBe('2026-11-20')
  })

  it('says how long ago in the largest whole unit', () => {
    const now = new Date(at).getTime()
    expect(relative('2026-11-21T04:59:11.000Z', now, 'ko')).toBe('3분 전')
    expect(relative('2026-11-21T07:02:11.000Z', now, 'en')).toBe('in 2 hours')
  })
})
