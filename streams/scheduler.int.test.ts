import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { refuse } from '#core/shared/refusal.ts'
import { insertEnvironment } from '#features/environments/repository.ts'
import { fireDueSchedules, sweepFirings } from '#features/schedules/firing/service.ts'
import { db } from '#server/database.ts'
import { actFor, dueSchedule, firingsOf, makeRun, maker, runsOf, scheduleOf } from '#streams/testing/schedules.ts'

const hourMs = 3_600_000
const acts = actFor(null)
let userId: string

beforeAll(async () => {
  userId = (await maker('data_manager')).id
})
beforeEach(() => db.schedule.updateMany({ data: { state: 'ended', nextAt: null } }))
afterEach(() => vi.useRealTimers())
afterAll(() => db.$disconnect())

const rest = async (turn: () => Promise<boolean>) => {
  while (await turn()) {}
}

it('does every time once, however many schedulers look at it', async () => {
  const schedules = await Promise.all(Array.from({ length: 40 }, (_, index) => dueSchedule(userId, index % 2 ? { cron: '* * * * *' } : {})))
  await Promise.all(Array.from({ length: 12 }, () => rest(() => fireDueSchedules(acts))))
  for (const { id, mark, dueAt } of schedules) {
    const firings = (await firingsOf(id)).filter((firing) => firing.dueAt.getTime() === dueAt.getTime())
    expect(firings.map(({ outcome }) => outcome)).toEqual(['started'])
    expect(await runsOf(mark)).toBe((await firingsOf(id)).filter(({ outcome }) => outcome === 'started').length)
  }
})

it('ends a one-off, and moves what repeats to a time after now', async () => {
  const [once, again] = [await dueSchedule(userId, {}), await dueSchedule(userId, { cron: '0 4 * * *' })]
  await rest(() => fireDueSchedules(acts))
  expect(await scheduleOf(once.id)).toMatchObject({ state: 'ended', nextAt: null })
  const { state, nextAt } = await scheduleOf(again.id)
  expect([state, nextAt?.toISOString().slice(11)]).toEqual(['active', '19:00:00.000Z'])
  expect(nextAt && nextAt > again.dueAt).toBe(true)
})

it('leaves nothing of a start that broke, and does it once afterwards', async () => {
  const { id, mark } = await dueSchedule(userId, {})
  const breaking = actFor(null, async (tx, by, payload, firing) => {
    await makeRun(tx, by, payload, firing)
    throw new Error('broken in the middle')
  })
  await rest(() => fireDueSchedules(breaking))
  expect([await runsOf(mark), await firingsOf(id), (await scheduleOf(id)).state]).toEqual([0, [], 'active'])
  await rest(() => fireDueSchedules(acts))
  await rest(() => fireDueSchedules(acts))
  expect([await runsOf(mark), (await firingsOf(id)).length]).toEqual([1, 1])
})

it('does it once when its connection is killed in the middle', async () => {
  const { id, mark } = await dueSchedule(userId, {})
  let killed = 0
  const dying = actFor(null, async (tx, by, payload, firing) => {
    const made = await makeRun(tx, by, payload, firing)
    if (killed++ === 0) {
      const [row] = await tx.$queryRaw<{ id: bigint }[]>`SELECT CONNECTION_ID() AS id`
      await db.$executeRawUnsafe(`KILL ${row?.id}`)
    }
    return made
  })
  await rest(() => fireDueSchedules(dying))
  await rest(() => fireDueSchedules(dying))
  expect([killed, await runsOf(mark), (await firingsOf(id)).length]).toEqual([2, 1, 1])
})

it('one that cannot be started holds no other up, and is given up when its time counts as missed', async () => {
  const broken = await dueSchedule(userId, { agoMs: 32_000, graceSeconds: 1, missed: 'late' })
  const trying = await dueSchedule(userId, { agoMs: 1_000 })
  const fine = await dueSchedule(userId, {})
  const some = actFor(null, async (tx, by, payload, firing) => {
    if (payload.mark !== fine.mark) throw new Error('cannot be started')
    return makeRun(tx, by, payload, firing)
  })
  await rest(() => fireDueSchedules(some))
  expect((await firingsOf(broken.id)).map(({ outcome, refusal }) => [outcome, refusal])).toEqual([['refused', { code: 'schedule_start_failed', params: {} }]])
  expect([await firingsOf(trying.id), (await scheduleOf(trying.id)).state, await runsOf(fine.mark)]).toEqual([[], 'active', 1])
})

it('however many cannot be started, what is due after them is done', async () => {
  const broken = await Promise.all(Array.from({ length: 55 }, () => dueSchedule(userId, { agoMs: 2_000 })))
  const fine = await dueSchedule(userId, {})
  const some = actFor(null, async (tx, by, payload, firing) => {
    if (payload.mark !== fine.mark) throw new Error('cannot be started')
    return makeRun(tx, by, payload, firing)
  })
  expect([await fireDueSchedules(some), await runsOf(fine.mark)]).toEqual([false, 1])
  expect(await db.schedule.count({ where: { state: 'active' } })).toBe(broken.length)
})

it('a start that broke is tried again while the latest time is not missed, however long earlier ones have waited', async () => {
  const { id, mark } = await dueSchedule(userId, { agoMs: 2 * hourMs, cron: '* * * * *', graceSeconds: 300 })
  const breaking = actFor(null, async () => {
    throw new Error('broken for a moment')
  })
  await rest(() => fireDueSchedules(breaking))
  expect([await firingsOf(id), (await scheduleOf(id)).state]).toEqual([[], 'active'])
  await rest(() => fireDueSchedules(acts))
  expect((await firingsOf(id)).map(({ outcome }) => outcome)).toEqual(['skipped', 'started'])
  expect(await runsOf(mark)).toBe(1)
})

it('what became of one that cannot be written down holds no other up, and is tried again', async () => {
  const [broken, fine] = [await dueSchedule(userId, { agoMs: 1_000 }), await dueSchedule(userId, {})]
  const unwritable = {
    get plan(): string {
      throw new Error('cannot be written down')
    },
  }
  const some = actFor(null, async (tx, by, payload, firing) =>
    payload.mark === fine.mark ? makeRun(tx, by, payload, firing) : Object.assign(refuse('approval_expired', 409), { params: unwritable }),
  )
  await rest(() => fireDueSchedules(some))
  expect([await firingsOf(broken.id), (await scheduleOf(broken.id)).state, await runsOf(fine.mark)]).toEqual([[], 'active', 1])
  await rest(() => fireDueSchedules(acts))
  expect([await runsOf(broken.mark), (await scheduleOf(broken.id)).state]).toEqual([1, 'ended'])
})

it('moves on from a time that was done already', async () => {
  const { id, mark, dueAt } = await dueSchedule(userId, {})
  await db.scheduleFiring.create({ data: { scheduleId: id, dueAt, at: dueAt, outcome: 'skipped' } })
  await rest(() => fireDueSchedules(acts))
  expect([await runsOf(mark), (await firingsOf(id)).map(({ outcome }) => outcome), (await scheduleOf(id)).state]).toEqual([0, ['skipped'], 'ended'])
})

it('keeps why an act refused, and nothing of what it had written', async () => {
  const { id, mark } = await dueSchedule(userId, {})
  const refusing = actFor(null, async (tx, by, payload, firing) => {
    await makeRun(tx, by, payload, firing)
    return refuse('approval_expired', 409, { plan: '7' })
  })
  await rest(() => fireDueSchedules(refusing))
  expect((await firingsOf(id)).map(({ outcome, runId, refusal }) => [outcome, runId, refusal])).toEqual([
    ['refused', null, { code: 'approval_expired', params: { plan: '7' } }],
  ])
  expect([await runsOf(mark), (await scheduleOf(id)).state]).toEqual([0, 'ended'])
})

it("goes by the database's clock, whatever this process believes", async () => {
  const [due, later] = [await dueSchedule(userId, {}), await dueSchedule(userId, { agoMs: -hourMs })]
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 24 * hourMs })
  await rest(() => fireDueSchedules(acts))
  expect([await runsOf(due.mark), await runsOf(later.mark)]).toEqual([1, 0])
  const other = await dueSchedule(userId, {})
  vi.setSystemTime(Date.now() - 60 * 24 * hourMs)
  await rest(() => fireDueSchedules(acts))
  const [firing] = await firingsOf(other.id)
  expect([firing?.outcome, (firing?.at.getTime() ?? 0) - other.dueAt.getTime() < 10_000]).toEqual(['started', true])
})

it('leaves out or makes up for what was missed, once, and says so', async () => {
  // Half an hour from its next time: no grace is still one of 30 seconds.
  const minute = (new Date().getUTCMinutes() + 30) % 60
  const settings = { agoMs: 5 * hourMs, cron: `${minute} * * * *`, graceSeconds: 0 }
  const [skip, late] = [await dueSchedule(userId, { ...settings, missed: 'skip' }), await dueSchedule(userId, { ...settings, missed: 'late' })]
  const alone = await dueSchedule(userId, { agoMs: hourMs, missed: 'late' })
  await rest(() => fireDueSchedules(acts))
  const codes = async (id: bigint) => (await firingsOf(id)).map(({ outcome, refusal }) => [outcome, (refusal as { code: string } | null)?.code ?? null])
  expect(await codes(skip.id)).toEqual([
    ['skipped', 'schedule_covered'],
    ['skipped', 'schedule_missed'],
  ])
  expect(await codes(late.id)).toEqual([
    ['skipped', 'schedule_covered'],
    ['started', null],
  ])
  expect([await runsOf(skip.mark), await runsOf(late.mark), await runsOf(alone.mark)]).toEqual([0, 1, 1])
  for (const { id, dueAt } of [skip, late]) expect(((await scheduleOf(id)).nextAt?.getTime() ?? 0) > dueAt.getTime() + 5 * hourMs).toBe(true)
})

it('does nothing for a paused schedule', async () => {
  const { id, mark } = await dueSchedule(userId, { state: 'paused' })
  await rest(() => fireDueSchedules(acts))
  expect([await runsOf(mark), await firingsOf(id)]).toEqual([0, []])
})

it('looks at the creator again: a disabled account, a lost role, an environment that is production now or gone', async () => {
  const [disabled, lowered, operator] = [await maker('data_manager'), await maker('data_manager'), await maker('operator')]
  const environment = await db.$transaction((tx) => insertEnvironment(tx, { name: disabled.id, kind: 'test', url: 'mysql://u:p@127.0.0.1/x', tables: [] }))
  const schedules = [
    await dueSchedule(disabled.id, {}),
    await dueSchedule(lowered.id, {}),
    await dueSchedule(operator.id, { environmentId: environment.id }),
    await dueSchedule(operator.id, { environmentId: 'gone' }),
  ]
  await db.user.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } })
  await db.user.update({ where: { id: lowered.id }, data: { role: 'viewer' } })
  await db.environment.update({ where: { id: environment.id }, data: { kind: 'production' } })
  await rest(() => fireDueSchedules(acts))
  const codes = await Promise.all(
    schedules.map(async ({ id }) => (await firingsOf(id)).map(({ outcome, refusal }) => `${outcome} ${(refusal as { code: string }).code}`)),
  )
  const lost = 'refused schedule_creator_may_not'
  expect(codes.flat()).toEqual(['refused schedule_creator_disabled', lost, lost, 'refused environment_unknown'])
  expect(await Promise.all(schedules.map(({ mark }) => runsOf(mark)))).toEqual([0, 0, 0, 0])
})

it('writes every firing into the audit, for its creator', async () => {
  const { id } = await dueSchedule(userId, {})
  await rest(() => fireDueSchedules(acts))
  const rows = await db.auditEntry.findMany({ where: { object: `schedule:${id}` } })
  const [firing] = await firingsOf(id)
  expect(rows.map(({ action, userId: by, runId, outcome }) => [action, by, String(runId), outcome])).toEqual([
    ['schedules.fire', userId, String(firing?.runId), 'done'],
  ])
})

it('forgets firings after 400 days', async () => {
  const { id: scheduleId, dueAt } = await dueSchedule(userId, { state: 'paused' })
  const daysAgo = (days: number) => new Date(dueAt.getTime() - days * 24 * hourMs)
  const times = [daysAgo(401), daysAgo(399)]
  await db.scheduleFiring.createMany({ data: times.map((at) => ({ scheduleId, dueAt: at, at, outcome: 'skipped' })) })
  await sweepFirings()
  expect((await firingsOf(scheduleId)).map((firing) => firing.dueAt)).toEqual(times.slice(1))
})
