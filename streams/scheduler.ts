import { fireDueSchedules } from '#features/schedules/firing/service.ts'
import { repeat } from '#streams/repeat.ts'
import { scheduledActs } from '#streams/scheduled-acts.ts'

/** Does what is due, every second. Every worker has one; the database decides who does what. */
export const runScheduler = (signal: AbortSignal): Promise<void> => repeat('scheduler', 1_000, signal, () => fireDueSchedules(scheduledActs))
