import { z } from 'zod'
import { scheduledActs } from '#app/api/v1/schedules/acts.ts'
import { scheduleChange, scheduleDetail } from '#features/schedules/schema.ts'
import { changeSchedule, loadSchedule } from '#features/schedules/service.ts'
import { route } from '#server/http/route.ts'

const params = z.object({ id: z.string() })

export const GET = route({
  permission: 'schedules.view',
  summary: 'A schedule with its next five times and its latest fifty firings',
  params,
  answer: scheduleDetail,
  handle: ({ who, params: { id }, locale }) => loadSchedule(who, id, locale),
})

export const PATCH = route({
  permission: 'schedules.manage',
  summary:
    'Pause, resume or end a schedule; what passes while it is paused is not made up for, what is ended stays ended, and to resume takes the permission of the act',
  params,
  body: scheduleChange,
  answer: scheduleDetail,
  handle: ({ who, params: { id }, body, ip, requestId, locale }) => changeSchedule(who, id, body.state, scheduledActs, { ip, requestId, locale }),
})
