/** What hooks and people are told. Its title is the message `notices.events.<event>`. */
export const events = [
  'datasheets.applied',
  'approvals.requested',
  'approvals.decided',
  'approvals.break_glass',
  'schedules.refused',
  'schedules.failed',
  'environments.loosened',
  'hooks.test',
] as const

export type Event = (typeof events)[number]
