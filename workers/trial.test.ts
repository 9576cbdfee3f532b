import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Trials } from '#workers/trial.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('lets one begin when the one before has proven itself', async () => {
  const trials = new Trials()
  const order: string[] = []
  const leave = await trials.enter()
  const second = trials.enter().then((next) => {
    order.push('second')
    return next
  })
  order.push('first proven')
  leave()
  const next = await second
  next()
  await trials.enter()
  expect(order).toEqual(['first proven', 'second'])
})

it('holds nobody up for longer than three seconds', async () => {
  const trials = new Trials()
  await trials.enter()
  let begun = false
  const second = trials.enter().then(() => {
    begun = true
  })
  await vi.advanceTimersByTimeAsync(2_900)
  expect(begun).toBe(false)
  await vi.advanceTimersByTimeAsync(200)
  await second
  expect(begun).toBe(true)
})
