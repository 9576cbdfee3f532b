import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundaryCases, newBoundaryPlayers, oldBoundaryPlayers } from '#core/sample/boundary.ts'
import { bulkLinesOf, documentOf, type LogEvent, sampleFamilies } from '#core/sample/document.ts'
import { castSize, eventsOf, profileAt } from '#core/sample/events.ts'
import { arrivalsOf, dayMs, endOf, planOf } from '#core/sample/plan.ts'

const firstDayMs = Date.parse('2026-11-15T00:00:00+09:00')
const plan = planOf(1_000, 7, firstDayMs)
const cast = Array.from({ length: castSize(plan) }, (_, index) => index)
const everything: LogEvent[] = cast.flatMap((index) => eventsOf(plan, index))
const logins = new Map<string, number[]>()
for (const { family, uid, at } of everything) if (family === 'login_comp' && uid !== null) logins.set(uid, [...(logins.get(uid) ?? []), at])
const { fromMs, toMs } = arrivalsOf(plan)
const firstOf = (uid: string): number => Math.min(...(logins.get(uid) ?? [Number.NaN]))

describe('eventsOf', () => {
  it('gives the same events whatever was asked before', () => {
    const someone = fc.integer({ min: 0, max: cast.length - 1 })
    fc.assert(
      fc.property(someone, someone, (index, other) => {
        const events = eventsOf(plan, index)
        eventsOf(plan, other)
        expect(eventsOf({ ...plan }, index)).toEqual(events)
      }),
    )
  })

  it('is the same whatever the chunks', () => {
    const inChunks = (size: number) =>
      cast.filter((index) => index % size === 0).flatMap((from) => cast.slice(from, from + size).flatMap((index) => eventsOf(plan, index)))
    expect(inChunks(37)).toEqual(everything)
  })

  it('differs by seed', () => {
    const index = boundaryCases.length
    expect(eventsOf({ ...plan, seed: 8 }, index)).not.toEqual(eventsOf(plan, index))
  })

  it('gives every event an id of its own and a family that exists, before the end', () => {
    expect(new Set(everything.map(({ id }) => id)).size).toBe(everything.length)
    expect(everything.every(({ family }) => sampleFamilies.includes(family))).toBe(true)
    expect(everything.every(({ at }) => at < endOf(plan))).toBe(true)
    expect(new Set(everything.map(({ family }) => family)).size).toBe(sampleFamilies.length)
  })

  it('has exactly the planned number of new players, and of old ones who come back', () => {
    const inWindow = [...logins.keys()].filter((uid) => logins.get(uid)?.some((at) => at >= fromMs && at < toMs))
    expect(inWindow.filter((uid) => firstOf(uid) >= fromMs)).toHaveLength(plan.newPlayers)
    expect(inWindow.filter((uid) => firstOf(uid) < fromMs)).toHaveLength(plan.oldPlayers)
  })

  it('writes about 80 events per new player and lets 33 to 45 % return on day 1', () => {
    const fresh = cast.filter((index) => profileAt(plan, index)?.isNew)
    const mean = fresh.reduce((sum, index) => sum + eventsOf(plan, index).length, 0) / fresh.length
    expect(mean).toBeGreaterThan(65)
    expect(mean).toBeLessThan(95)
    const returned = fresh.filter((index) => {
      const profile = profileAt(plan, index)
      return profile && logins.get(profile.uid)?.some((at) => at >= profile.joinedAt + dayMs && at < profile.joinedAt + 2 * dayMs)
    })
    expect(returned.length / fresh.length).toBeGreaterThan(0.33)
    expect(returned.length / fresh.length).toBeLessThan(0.45)
  })

  it('holds values that pass and values that fail each filter', () => {
    const both = (family: string, passes: (event: LogEvent) => boolean): void => {
      const events = everything.filter((event) => event.family === family)
      expect(events.some(passes), family).toBe(true)
      expect(events.every(passes), family).toBe(false)
    }
    both('tutorial_entry', ({ body }) => body.action === 'Start')
    both('log_tutorial', ({ body }) => body.action_type === 'Complet' && body.stage_type === 'result')
    both('survival_end', ({ body }) => body.result === 1)
    both('survival_end', ({ body }) => body.play_stats?.monster_kill_cnt !== undefined)
    both('player_kill', ({ body, uid }) => body.instigator_uid === uid)
    both('friend', ({ body }) => body.oper_type === 0 && body.friend_type === 0)
    both('login_comp', ({ country }) => country === null)
    both('login_comp', ({ body }) => body.device_mod === undefined)
  })

  it('refuses an index outside the cast, and a plan without room for the boundary cases', () => {
    expect(() => eventsOf(plan, cast.length)).toThrow(RangeError)
    expect(() => castSize(planOf(newBoundaryPlayers, 1, firstDayMs))).toThrow(RangeError)
  })
})

describe('boundary cases', () => {
  const loginsOf = (name: string) => logins.get(name)?.map((at) => at - firstOf(name))

  it('are all there, by name, in number as declared', () => {
    expect(new Set(boundaryCases.map(({ name }) => name)).size).toBe(boundaryCases.length)
    const news = boundaryCases.filter(({ name }) => firstOf(name) >= fromMs && firstOf(name) < toMs)
    expect(news.map(({ name }) => name)).toEqual(boundaryCases.filter(({ kind }) => kind === 'new').map(({ name }) => name))
    expect(news).toHaveLength(newBoundaryPlayers)
    expect(boundaryCases.filter(({ name }) => firstOf(name) < fromMs)).toHaveLength(oldBoundaryPlayers)
  })

  it.each([
    ['edge-returns-24h-less-1ms', dayMs - 1],
    ['edge-returns-24h', dayMs],
    ['edge-returns-24h-and-1ms', dayMs + 1],
    ['edge-returns-48h-less-1ms', 2 * dayMs - 1],
    ['edge-returns-48h', 2 * dayMs],
  ])('%s logs in again after %i ms', (name, after) => expect(loginsOf(name)).toEqual([0, after]))

  it.each([299_999, 300_000, 300_001])('has a gap of %i ms', (gapMs) => {
    const [first, second] = everything.filter(({ uid }) => uid === `edge-gap-${gapMs}ms`)
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(gapMs)
  })

  it('has documents without uid, a player with two accounts, and first logins at one moment', () => {
    expect(everything.some(({ uid, account }) => uid === null && account === null)).toBe(true)
    expect(new Set(everything.filter(({ uid }) => uid === 'edge-two-accounts').map(({ account }) => account)).size).toBe(2)
    expect(loginsOf('edge-tie-of-first-logins')).toEqual([0, 0, 0])
  })
})

describe('documentOf', () => {
  it('leaves out what is not known', () => {
    const event: LogEvent = { id: '1-1', family: 'friend', at: 0, uid: 'u1', account: null, country: null, body: { oper_type: 0 } }
    expect(documentOf(event)).toEqual({ '@timestamp': '1970-01-01T00:00:00.000Z', type: 'friend', uid: 'u1', body: { oper_type: 0 } })
    expect(bulkLinesOf('p-', event).split('\n')[0]).toBe('{"index":{"_index":"p-friend","_id":"1-1"}}')
  })
})
