import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { refuse } from '#core/shared/refusal.ts'
import { fireDueSchedules } from '#features/schedules/firing/service.ts'
import type { ScheduledAct, ScheduledActs } from '#features/schedules/jobs.ts'
import { tellEnds } from '#features/schedules/telling/service.ts'
import { db } from '#server/database.ts'
import { actFor, dueSchedule, firingsOf, maker } from '#streams/testing/schedules.ts'

vi.hoisted(() => {
  vi.stubEnv('SMTP_URL', 'smtp://127.0.0.1:9')
  vi.stubEnv('MAIL_FROM', 'Quarterdeck <deck@example.test>')
  vi.stubEnv('PUBLIC_URL', 'https://ops.example.com')
})

const hourMs = 3_600_000
const hookId = randomUUID()
let userId: string
let agreed: Awaited<ReturnType<typeof maker>>

/** An act that refuses, or makes a run of nothing; somebody has agreed to it. */
function actsThat(code?: string): ScheduledActs {
  const [act] = code ? actFor(null, async () => refuse(code, 409, { at: '2026-11-21T00:00:00.000Z', plan: '7' })) : actFor(null)
  return [{ ...(act as ScheduledAct), agreed: async () => [agreed.principal.userId, userId] }]
}

beforeAll(async () => {
  userId = (await maker('data_manager')).id
  agreed = await maker('approver')
  await db.user.update({ where: { id: agreed.id }, data: { locale: 'en' } })
  const hook = { id: hookId, name: hookId, url: 'https://hook.example', secretSealed: Buffer.from('x'), events: ['schedules.refused', 'schedules.failed'] }
  await db.hook.create({ data: { ...hook, environmentId: null, createdById: userId, createdAt: new Date(), updatedAt: new Date() } })
})
beforeEach(() => db.schedule.updateMany({ data: { state: 'ended', nextAt: null } }))
afterEach(() => db.delivery.deleteMany({}))
afterAll(async () => {
  vi.unstubAllEnvs()
  await db.hook.delete({ where: { id: hookId } })
  await db.$disconnect()
})

const bodies = async (channel: 'hook' | 'mail') =>
  (await db.delivery.findMany({ where: { channel }, orderBy: { id: 'asc' } })).map(({ event, recipient, body }) => ({ event, recipient, body }))
const emailOf = (id: string) => db.user.findUniqueOrThrow({ where: { id } }).then(({ email }) => email)

describe('what a schedule did not do', () => {
  it('is told to who made it and who agreed, in their languages, and to the hooks', async () => {
    const { id, mark, dueAt } = await dueSchedule(userId, {})
    await fireDueSchedules(actsThat('plan_expired'))
    expect(await bodies('hook')).toMatchObject([
      {
        event: 'schedules.refused',
        body: {
          environment: null,
          data: { schedule: String(id), name: mark, act: 'datasheets.export', dueAt: dueAt.toISOString(), outcome: 'refused', code: 'plan_expired' },
        },
      },
    ])
    const mails = await bodies('mail')
    expect(mails.map(({ recipient }) => recipient).sort()).toEqual([await emailOf(userId), await emailOf(agreed.id)].sort())
    const to = async (person: string) => mails.find(({ recipient }) => recipient === person)?.body as { subject: string; text: string } | undefined
    const english = await to(await emailOf(agreed.id))
    expect(english?.subject).toBe(`[Quarterdeck] Schedule not done: ${mark}`)
    expect(english?.text).toContain(`https://ops.example.com/schedules/${id}`)
    expect(english?.text).toContain('2026-11-21 09:00 (Asia/Seoul)')
    const korean = await to(await emailOf(userId))
    expect(korean?.subject).toBe(`[Quarterdeck] 예약한 작업을 실행하지 않았습니다: ${mark}`)
    expect(korean?.text).toMatch(/[가-힣]+하세요/)
    expect(korean?.text).not.toContain('plan_expired')
  })

  it('is told when it was missed, too, and not of the times that a later one covers', async () => {
    // Half an hour from its next time: no grace is still one of 30 seconds.
    const minute = (new Date().getUTCMinutes() + 30) % 60
    await dueSchedule(userId, { agoMs: 5 * hourMs, cron: `${minute} * * * *`, graceSeconds: 0 })
    await fireDueSchedules(actsThat())
    expect(await bodies('hook')).toMatchObject([{ body: { data: { outcome: 'skipped', code: 'schedule_missed' } } }])
    expect(await bodies('mail')).toHaveLength(2)
  })

  it('is told once while the reason stays, and again for another reason', async () => {
    const { id, dueAt } = await dueSchedule(userId, { cron: '* * * * *', agoMs: 10_000 })
    const earlier = (minutes: number) => new Date(dueAt.getTime() - minutes * 60_000)
    const before = (minutes: number, code: string) => ({
      scheduleId: id,
      dueAt: earlier(minutes),
      at: earlier(minutes),
      outcome: 'refused',
      refusal: { code, params: {} },
    })
    await db.scheduleFiring.createMany({ data: [before(2, 'approval_expired'), before(1, 'schedule_covered')] })
    await fireDueSchedules(actsThat('approval_expired'))
    expect((await firingsOf(id)).at(-1)).toMatchObject({ outcome: 'refused' })
    expect([await bodies('hook'), await bodies('mail')]).toEqual([[], []])
    await db.schedule.update({ where: { id }, data: { nextAt: new Date(dueAt.getTime() + 1_000), runAt: new Date(dueAt.getTime() + 1_000), cron: null } })
    await fireDueSchedules(actsThat('plan_expired'))
    expect(await bodies('hook')).toHaveLength(1)
  })

  it('is told to administrators where the account of who made it is closed', async () => {
    const [gone, administrator] = [await maker('data_manager'), await maker('administrator')]
    await dueSchedule(gone.id, {})
    await db.user.update({ where: { id: gone.id }, data: { disabledAt: new Date() } })
    await fireDueSchedules(actFor(null))
    const recipients = (await bodies('mail')).map(({ recipient }) => recipient)
    expect(recipients).toContain(await emailOf(administrator.id))
    expect(recipients).not.toContain(await emailOf(gone.id))
    expect(await bodies('hook')).toMatchObject([{ body: { data: { code: 'schedule_creator_disabled' } } }])
  })
})

describe('a run that a schedule started', () => {
  const started = async () => {
    const { id, mark } = await dueSchedule(userId, {})
    await fireDueSchedules(actsThat())
    const [firing] = await firingsOf(id)
    return { id, mark, runId: firing?.runId ?? 0n }
  }
  const end = (id: bigint, state: string, error?: object) => db.run.update({ where: { id }, data: { state, ...(error ? { error } : {}) } })

  it('is told of once when it failed, with its reason, however many look', async () => {
    const { id, mark, runId } = await started()
    await tellEnds(actsThat())
    expect(await bodies('hook')).toEqual([])
    await end(runId, 'failed', { code: 'plan_expired', params: { plan: '7', at: '2026-11-21T00:00:00.000Z' }, detail: 'secret of the other side', stage: null })
    await Promise.all(Array.from({ length: 6 }, () => tellEnds(actsThat())))
    expect(await bodies('hook')).toMatchObject([
      { event: 'schedules.failed', body: { data: { schedule: String(id), run: String(runId), code: 'plan_expired', href: `/runs/${runId}` } } },
    ])
    const mails = await bodies('mail')
    expect(mails).toHaveLength(2)
    expect(mails.find(({ recipient }) => recipient === agreed.principal.email)?.body).toMatchObject({
      subject: `[Quarterdeck] Scheduled run failed: ${mark}`,
      text: expect.stringContaining(`https://ops.example.com/runs/${runId}`),
    })
    expect(JSON.stringify(mails)).not.toContain('secret of the other side')
  })

  it('is not told of when it succeeded or was cancelled', async () => {
    for (const state of ['succeeded', 'cancelled']) await end((await started()).runId, state)
    await tellEnds(actsThat())
    expect(await bodies('hook')).toEqual([])
    expect(
      await db.scheduleFiring.count({
        where: {
          watched: true,
          runId: { in: (await db.run.findMany({ where: { state: { in: ['succeeded', 'cancelled'] } }, select: { id: true } })).map(({ id }) => id) },
        },
      }),
    ).toBe(0)
  })
})
