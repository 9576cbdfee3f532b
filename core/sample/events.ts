import { type Act, type Carrier, play, tutorial } from '#core/sample/activity.ts'
import { boundaryCases, newBoundaryPlayers, oldBoundaryPlayers } from '#core/sample/boundary.ts'
import type { LogEvent } from '#core/sample/document.ts'
import type { SamplePlan } from '#core/sample/plan.ts'
import { type Profile, profileOf } from '#core/sample/player.ts'
import { type Rng, rngOf } from '#core/sample/rng.ts'
import { type Session, sessionsOf } from '#core/sample/session.ts'

const ordinaryNew = (plan: SamplePlan): number => plan.newPlayers - newBoundaryPlayers
const ordinaryOld = (plan: SamplePlan): number => plan.oldPlayers - oldBoundaryPlayers
const ordinary = (plan: SamplePlan): number => ordinaryNew(plan) + ordinaryOld(plan)

/**
 * How many indices `eventsOf` takes: the boundary cases first, then ordinary new players, then ordinary old ones. It is
 * a little more than newPlayers + oldPlayers, as some boundary cases are neither.
 * @throws RangeError when the plan is too small to hold the boundary cases.
 */
export function castSize(plan: SamplePlan): number {
  if (ordinaryNew(plan) < 1 || ordinaryOld(plan) < 1) throw new RangeError('the plan is too small for the boundary cases')
  return boundaryCases.length + ordinary(plan)
}

/** The ordinary player at an index, or null where the index is a boundary case. */
export function profileAt(plan: SamplePlan, index: number): Profile | null {
  const number = index - boundaryCases.length
  return number < 0 ? null : numbered(plan, number)
}

/** All events of one member of the cast, `index` in [0, castSize(plan)): the same for the same plan, whatever was asked before. */
export function eventsOf(plan: SamplePlan, index: number): LogEvent[] {
  const special = boundaryCases[index]
  if (special) return special.events(plan).map((event, n) => ({ ...event, id: `${index}-${n}` }))
  const number = index - boundaryCases.length
  if (number < 0 || number >= ordinary(plan)) throw new RangeError(`no player ${index}`)
  const rng = rngOf(plan.seed, number)
  const profile = profileOf(rng, plan, number, number < ordinaryNew(plan))
  const events: LogEvent[] = []
  for (const [n, session] of sessionsOf(rng, profile, plan).entries()) playSession(events, rng, { plan, profile, session, isFirst: n === 0 })
  for (const [n, event] of events.entries()) event.id = `${index}-${n}`
  return events
}

type Scene = { plan: SamplePlan; profile: Profile; session: Session; isFirst: boolean }
type Sender = { uid: string; account: string | null; country: string | null; device: string | null }

const numbered = (plan: SamplePlan, number: number): Profile => profileOf(rngOf(plan.seed, number), plan, number, number < ordinaryNew(plan))

function senderOf(plan: SamplePlan, carrier: Carrier): Sender {
  if ('player' in carrier) return numbered(plan, carrier.player)
  return { uid: `bot-${carrier.bot}`, account: null, country: null, device: null }
}

/** Mostly seconds between two events; now and then a break that is longer than the 5 minutes of active time. */
const gapMs = (rng: Rng): number => Math.round(rng.chance(0.015) ? 240_000 + rng.below(900_000) : rng.logNormal(24_000, 0.8))

function playSession(events: LogEvent[], rng: Rng, { plan, profile, session, isFirst }: Scene): void {
  const self: Sender = { ...profile, account: session.account }
  const add = (at: number, { family, body, carrier }: Act): void => {
    const { uid, account, country, device } = carrier ? senderOf(plan, carrier) : self
    events.push({ id: '', family, at, uid, account, country, body: device === null ? body : { device_mod: device, ...body } })
  }
  add(session.startMs, { family: 'login_comp', body: {} })
  let acts = isFirst ? tutorial(rng) : play(rng, profile.uid, ordinary(plan))
  let n = 0
  for (let at = session.startMs + gapMs(rng); at < session.endMs; at += gapMs(rng)) {
    const act = acts[n++]
    if (act) add(at, act)
    if (n < acts.length) continue
    acts = play(rng, profile.uid, ordinary(plan))
    n = 0
  }
}
