import { fireDueSchedules } from '#features/schedules/firing/service.ts'
import { tellEnds } from '#features/schedules/telling/service.ts'
import { repeat } from '#streams/repeat.ts'
import { scheduledActs } from '#streams/scheduled-acts.ts'

/** Does what is due and tells of what failed, every second. Every worker has one; the database decides who does what. */
export async function runScheduler(signal: AbortSignal): Promise<void> {
  await Promise.all([
    repeat('scheduler', 1_000, signal, () => fireDueSchedules(scheduledActs)),
    repeat('schedule-ends', 1_000, signal, () => tellEnds(scheduledActs)),
  ])
}
