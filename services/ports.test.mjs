import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { choosePort, isFree } from './ports.mjs'

async function whileTaken(work) {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await work(server.address().port)
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

test('a port in use is not free', () => whileTaken(async (port) => expect(await isFree(port)).toBe(false)))

test('the port of last time is kept while it is free', async () => {
  const remembered = await choosePort({ name: 'redis' })
  expect(await choosePort({ name: 'redis', remembered, preferred: 3300 })).toBe(remembered)
})

test('another one is found when it is taken', () =>
  whileTaken(async (taken) => {
    const port = await choosePort({ name: 'redis', remembered: taken, preferred: taken })
    expect(port).toBeGreaterThanOrEqual(20_000)
    expect(port).toBeLessThan(32_000)
  }))

test('a port that was asked for is taken or refused, never replaced', () =>
  whileTaken(async (taken) => {
    await expect(choosePort({ name: 'redis', wanted: `${taken}` })).rejects.toThrow(`port ${taken}, wanted for redis, is taken`)
    await expect(choosePort({ name: 'redis', wanted: 'many' })).rejects.toThrow(/not a number/)
  }))
