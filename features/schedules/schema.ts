import { z } from 'zod'
import { pageOf, paging } from '#core/shared/paging.ts'
import { environmentKinds } from '#core/shared/permissions.ts'

/** What can be done at a time: kinds of runs. Its title is the message `runs.kinds.<act>.title`. */
export const scheduleActs = ['datasheets.import', 'datasheets.export', 'datasheets.compare'] as const
export const scheduleStates = ['active', 'paused', 'ended'] as const
/** late: a missed time is made up for once, as soon as possible. skip: it is left out and said so. */
export const missedPolicies = ['late', 'skip'] as const

const params = z.record(z.string(), z.union([z.string(), z.number()]))

export const firing = z.object({
  dueAt: z.iso.datetime(),
  at: z.iso.datetime(),
  outcome: z.enum(['started', 'refused', 'skipped']),
  run: z.string().nullable(),
  /** Why nothing was done, in the reader's language. */
  refusal: z.object({ code: z.string(), title: z.string(), detail: z.string() }).nullable(),
})

export const schedule = z
  .object({
    id: z.string(),
    name: z.string(),
    act: z.enum(scheduleActs),
    title: params,
    payload: z.record(z.string(), z.unknown()),
    environment: z.object({ id: z.string(), name: z.string(), kind: z.enum(environmentKinds) }).nullable(),
    /** Null: once. */
    cron: z.string().nullable(),
    zone: z.string(),
    runAt: z.iso.datetime().nullable(),
    missed: z.enum(missedPolicies),
    graceSeconds: z.int(),
    state: z.enum(scheduleStates),
    nextAt: z.iso.datetime().nullable(),
    /** At most five. */
    next: z.array(z.iso.datetime()),
    last: firing.nullable(),
    createdBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Schedule' })
export const schedulePage = pageOf(schedule).meta({ id: 'SchedulePage' })
export const scheduleDetail = schedule.extend({ firings: z.array(firing) }).meta({ id: 'ScheduleDetail' })

/** Where times of the database end. */
const endOfTime = Date.UTC(9999, 11, 31)

const when = {
  /** Five fields; exactly one of `cron` and `runAt`. */
  cron: z.string().trim().min(1).max(120).optional(),
  /** With an offset. */
  runAt: z.iso
    .datetime({ offset: true })
    .refine((text) => !(Date.parse(text) >= endOfTime), { message: 'schedule_too_far' })
    .optional(),
  zone: z.string().min(1).max(64).default('Asia/Seoul'),
}
const onceOrCron = ({ cron, runAt }: { cron?: string | undefined; runAt?: string | undefined }): boolean => (cron === undefined) !== (runAt === undefined)
const neither = { path: ['cron'], message: 'schedule_once_or_cron' }

export const scheduleRequest = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    act: z.enum(scheduleActs),
    payload: z.record(z.string(), z.unknown()),
    ...when,
    missed: z.enum(missedPolicies).default('skip'),
    graceSeconds: z.int().min(0).max(86_400).default(300),
  })
  .refine(onceOrCron, neither)
  .meta({ id: 'ScheduleRequest' })

export const scheduleChange = z.strictObject({ state: z.enum(['active', 'paused', 'ended']) }).meta({ id: 'ScheduleChange' })
/** The next five times, before anything is saved. */
export const timesQuery = z.strictObject(when).refine(onceOrCron, neither)
export const times = z.object({ next: z.array(z.iso.datetime()), zone: z.string() }).meta({ id: 'ScheduleTimes' })

export const scheduleSorts = ['nextAt', 'createdAt', 'name'] as const
export const scheduleQuery = z.strictObject({
  ...paging,
  state: z.enum(scheduleStates).optional(),
  act: z.enum(scheduleActs).optional(),
  q: z.string().max(120).optional(),
})

export const calendarQuery = z.strictObject({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) })
/** What is planned and what was: times of schedules that are to come, firings, and runs of the kinds that a calendar shows. */
export const calendar = z
  .object({
    items: z.array(
      z.object({
        at: z.iso.datetime(),
        /** planned: still to come. run: it was started, by a schedule or by hand. refused, skipped: it was due and not done. */
        kind: z.enum(['planned', 'run', 'refused', 'skipped']),
        act: z.enum(scheduleActs),
        title: params,
        name: z.string().nullable(),
        schedule: z.string().nullable(),
        run: z.object({ id: z.string(), state: z.string() }).nullable(),
        environment: z.object({ id: z.string(), name: z.string(), kind: z.enum(environmentKinds) }).nullable(),
      }),
    ),
    /** Whether there is more in this time than is listed. */
    cut: z.boolean(),
  })
  .meta({ id: 'Calendar' })

export type Schedule = z.infer<typeof schedule>
export type ScheduleDetail = z.infer<typeof scheduleDetail>
export type SchedulePage = z.infer<typeof schedulePage>
export type ScheduleQuery = z.infer<typeof scheduleQuery>
export type ScheduleRequest = z.infer<typeof scheduleRequest>
export type ScheduleAct = (typeof scheduleActs)[number]
export type Calendar = z.infer<typeof calendar>
