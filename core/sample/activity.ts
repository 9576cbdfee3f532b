import type { EventBody, SampleFamily } from '#core/sample/document.ts'
import type { Rng } from '#core/sample/rng.ts'

/** Somebody else whose uid a document carries: an ordinary player by number, or a bot. */
export type Carrier = { player: number } | { bot: number }

/** What a player does next, without its time. */
export type Act = { family: SampleFamily; body: EventBody; carrier?: Carrier }

/** The tutorial of a first session: most begin it properly, four in five finish it. */
export function tutorial(rng: Rng): Act[] {
  const acts: Act[] = []
  if (rng.chance(0.3)) acts.push({ family: 'tutorial_entry', body: { action: 'View' } })
  if (rng.chance(0.93)) acts.push({ family: 'tutorial_entry', body: { action: 'Start' } })
  for (let step = 1 + rng.below(4); step > 0; step--) {
    acts.push({ family: 'log_tutorial', body: { action_type: rng.chance(0.8) ? 'Complet' : 'Skip', stage_type: 'step' } })
  }
  if (rng.chance(0.8)) acts.push({ family: 'log_tutorial', body: { action_type: 'Complet', stage_type: 'result' } })
  else acts.push({ family: 'log_tutorial', body: { action_type: 'Exit', stage_type: 'result' } })
  return acts
}

/** A kill by `killer`. The game writes it into the log of the one who fell about as often as into the killer's own. */
function kill(rng: Rng, killer: string, players: number): Act {
  const body = { instigator_uid: killer }
  const side = rng.weighted([40, 45, 15])
  if (side === 0) return { family: 'player_kill', body }
  return { family: 'player_kill', body, carrier: side === 1 ? { player: rng.below(players) } : { bot: rng.below(40) } }
}

function survival(rng: Rng, uid: string, players: number): Act[] {
  const acts: Act[] = rng.chance(0.75) ? [{ family: 'matching_complete', body: {} }] : []
  acts.push({ family: 'survival_sta', body: {} })
  for (let kills = rng.weighted([55, 25, 12, 8]); kills > 0; kills--) acts.push(kill(rng, uid, players))
  // Killed by the surroundings: nobody is named, nobody gets a count.
  if (rng.chance(0.1)) acts.push({ family: 'player_kill', body: {} })
  const stats = rng.chance(0.97) ? { play_stats: { monster_kill_cnt: rng.below(40) } } : {}
  acts.push({ family: 'survival_end', body: { result: rng.pick([1, 1, 1, 0, 0, 0, 2]), ...stats } })
  return acts
}

/** The next few things an ordinary player does between logins. `players`: how many uids a kill may fall on. */
export function play(rng: Rng, uid: string, players: number): Act[] {
  const choice = rng.weighted([62, 14, 24])
  if (choice === 0) return survival(rng, uid, players)
  if (choice === 1) return [{ family: 'friend', body: { oper_type: rng.pick([0, 0, 0, 1, 2]), friend_type: rng.pick([0, 0, 0, 1]) } }]
  return [{ family: 'item_buy', body: {} }]
}
