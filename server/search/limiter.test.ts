import { expect, it } from 'vitest'
import { limiter } from './limiter.ts'

async function mostAtOnce(gate: ReturnType<typeof limiter>, tasks: number): Promise<number> {
  let active = 0
  let most = 0
  const task = async () => {
    active++
    most = Math.max(most, active)
    await new Promise((resolve) => setImmediate(resolve))
    active--
  }
  await Promise.all(Array.from({ length: tasks }, () => gate.run(task)))
  return most
}

it('lets no more through than its limit', async () => {
  expect(await mostAtOnce(limiter(4, 8), 30)).toBe(4)
})

it('halves when the cluster is busy, but never stops', async () => {
  const gate = limiter(4, 8)
  gate.busy()
  expect(await mostAtOnce(gate, 10)).toBe(2)
  for (let i = 0; i < 5; i++) gate.busy()
  expect(await mostAtOnce(gate, 10)).toBe(1)
})

it('lets one more through after twenty good answers, up to its most', () => {
  const gate = limiter(4, 5)
  for (let i = 0; i < 19; i++) gate.good()
  expect(gate.limit()).toBe(4)
  gate.good()
  expect(gate.limit()).toBe(5)
  for (let i = 0; i < 100; i++) gate.good()
  expect(gate.limit()).toBe(5)
})

it('a task that fails makes room for the next', async () => {
  const gate = limiter(1, 1)
  await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await gate.run(async () => 'yes')).toBe('yes')
})
