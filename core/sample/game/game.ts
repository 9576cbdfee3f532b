import { eventSchedule } from '#core/sample/game/events.ts'
import { gashaponStep1, gashaponStep2 } from '#core/sample/game/gashapon.ts'
import { levelGuide, weeklyRankingReward } from '#core/sample/game/growth.ts'
import { playerTableOf } from '#core/sample/game/players.ts'
import { stuff } from '#core/sample/game/stuff.ts'
import type { GameTable } from '#core/sample/game/table.ts'
import { dropNote, localization, mission } from '#core/sample/game/texts.ts'
import type { SamplePlan } from '#core/sample/plan.ts'

/** The tables that a game database of the sample has, in an order in which references always point back (or to the table itself). */
export const gameTablesOf = (plan: SamplePlan): GameTable[] => [
  stuff,
  levelGuide,
  gashaponStep1,
  gashaponStep2,
  weeklyRankingReward,
  eventSchedule,
  dropNote,
  localization,
  mission,
  playerTableOf(plan),
]
