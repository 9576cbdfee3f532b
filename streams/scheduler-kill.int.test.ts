import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { db } from '#server/database.ts'
import { dueSchedule, firingsOf, maker, runsOf } from '#streams/testing/schedules.ts'

const child = new URL('./testing/turns.ts', import.meta.url)
const schedules = 60
const kills = 8

afterAll(() => db.$disconnect())

async function scheduler() {
  const started = fork(child, { execArgv: ['--conditions=react-server'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await once(started, 'message')
  return started
}

const left = () => db.schedule.count({ where: { state: 'active' } })

it('kill -9 of schedulers at any moment leaves every time done once', { timeout: 120_000 }, async () => {
  const { id: userId } = await maker('data_manager')
  await db.schedule.updateMany({ data: { state: 'ended', nextAt: null } })
  const due = await Promise.all(Array.from({ length: schedules }, () => dueSchedule(userId, {})))
  let killed = 0
  for (; killed < kills && (await left()) > 4; killed++) {
    const pair = await Promise.all([scheduler(), scheduler()])
    await sleep(Math.random() * 150)
    for (const one of pair) {
      one.kill('SIGKILL')
      await once(one, 'exit')
    }
  }
  const last = await scheduler()
  await expect.poll(left, { timeout: 60_000, interval: 100 }).toBe(0)
  last.kill('SIGKILL')
  await once(last, 'exit')
  const outcomes = await Promise.all(due.map(async ({ id, mark }) => [(await firingsOf(id)).map(({ outcome }) => outcome).join(), await runsOf(mark)]))
  expect(outcomes).toEqual(due.map(() => ['started', 1]))
  expect(killed).toBeGreaterThan(1)
})
