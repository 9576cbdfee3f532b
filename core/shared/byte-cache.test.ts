import { expect, it, vi } from 'vitest'
import { byteCache } from '#core/shared/byte-cache.ts'

const size = (value: number): number => value
const loads = (value: number) => vi.fn(async () => value)

it('loads once for all who ask', async () => {
  const cache = byteCache(100)
  const load = loads(10)
  expect(await Promise.all([cache.get('a', load, size), cache.get('a', load, size)])).toEqual([10, 10])
  expect(await cache.get('a', load, size)).toBe(10)
  expect(load).toHaveBeenCalledTimes(1)
  expect(cache.bytes()).toBe(10)
})

it('drops what was not used for longest', async () => {
  const cache = byteCache(100)
  for (const key of ['a', 'b', 'c']) await cache.get(key, loads(40), size)
  expect(['a', 'b', 'c'].map(cache.has)).toEqual([false, true, true])
  await cache.get('b', loads(40), size)
  await cache.get('d', loads(40), size)
  expect(['b', 'c', 'd'].map(cache.has)).toEqual([true, false, true])
  expect(cache.bytes()).toBe(80)
})

it('hands out what is too large, and keeps the others', async () => {
  const cache = byteCache(100)
  await cache.get('a', loads(40), size)
  expect(await cache.get('large', loads(51), size)).toBe(51)
  expect(['a', 'large'].map(cache.has)).toEqual([true, false])
})

it('tries again what failed', async () => {
  const cache = byteCache(100)
  await expect(cache.get('a', () => Promise.reject(new Error('away')), size)).rejects.toThrow('away')
  expect(await cache.get('a', loads(7), size)).toBe(7)
})

it('forgets everything', async () => {
  const cache = byteCache(100)
  await cache.get('a', loads(40), size)
  cache.clear()
  expect([cache.has('a'), cache.bytes()]).toEqual([false, 0])
})
