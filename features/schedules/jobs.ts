import type { z } from 'zod'
import type { EnvironmentKind, Permission, Principal } from '#core/shared/permissions.ts'
import type { Refusal } from '#core/shared/refusal.ts'
import type { ScheduleAct } from '#features/schedules/schema.ts'
import type { Tx } from '#server/database.ts'

type Origin = { ip: string; requestId: string }

export type PreparedAct<Payload = unknown> = {
  /** Parameters of the message `runs.kinds.<act>.title`: the same as the title of the run that it will make. */
  title: Record<string, string | number>
  /** Null: the act concerns no game database. */
  environment: { id: string; name: string; kind: EnvironmentKind } | null
  /** What is kept and given to `start`: JSON, ids rather than data. */
  payload: Payload
  /** What it needs that ends by itself, and when: a time from then on is refused. */
  lasting?: readonly { of: 'plan' | 'approval'; until: Date }[]
}

/**
 * Something that can be done at a time. Slices declare their acts in their service files; `app/` and `streams/` put them into
 * lists, as schedules know of no slice above them. `permission` is what the act itself asks for, in the kind of its environment.
 */
export type ScheduledAct<Payload = unknown> = {
  act: ScheduleAct
  permission: Permission
  payload: z.ZodType<Payload>
  /** What it does is done once: times again and again are refused. Listed in `view.ts` for the form, too. */
  onceOnly?: true
  /** When a schedule is made: looks at what is asked for and says what it is called. */
  prepare(who: Principal, payload: Payload, origin: Origin): Promise<PreparedAct<Payload> | Refusal>
  /**
   * When a time is due: makes the run in the firing's transaction. A refusal is kept with the firing and shown; what was
   * written before it is rolled back. `by` is the schedule's creator as the account is now.
   */
  start(tx: Tx, by: Principal, payload: Payload, firing: { scheduleId: bigint; dueAt: Date }): Promise<{ runId: bigint } | Refusal>
  /** Ids of people who agreed to it: they are told, too, when it was not done or failed. */
  agreed?(tx: Tx, payload: Payload): Promise<string[]>
}

/** A list of acts with payloads of their own. */
export type ScheduledActs = readonly ScheduledAct[]
