import { compareAct } from '#features/datasheets/comparisons/service.ts'
import { exportAct } from '#features/datasheets/exports/service.ts'
import { importAct } from '#features/datasheets/imports/service.ts'
import type { ScheduledActs } from '#features/schedules/jobs.ts'

/** What schedules can do. The same list as in app/api/v1/schedules/acts.ts, which makes them. */
export const scheduledActs: ScheduledActs = [importAct, exportAct, compareAct]
