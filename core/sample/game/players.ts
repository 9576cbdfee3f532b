import { boundaryCases, boundaryLoginOf } from '#core/sample/boundary.ts'
import { castSize, profileAt } from '#core/sample/events.ts'
import { lastingItems } from '#core/sample/game/stuff.ts'
import type { GameEnvironment, GameTable, Row } from '#core/sample/game/table.ts'
import type { SamplePlan } from '#core/sample/plan.ts'
import { rngOf } from '#core/sample/rng.ts'

/** At most this many players are put into `production`; `test` has a few for trying things out. */
const caps: Record<GameEnvironment, number> = { production: 20_000, test: 100 }

const adjectives = ['푸른', '붉은', '조용한', '재빠른', '졸린', 'Lucky', 'Silver', 'Wild']
const animals = ['여우', '호랑이', '고래', '까치', '수달', 'Wolf', 'Raven', 'Otter']

/** The event item that some players should not have, for the story of the bulk fix. */
export const eventItem = 3_010

function inventoryOf(seed: number, index: number): string {
  const rng = rngOf(seed, 8_000_000 + index)
  const held = new Map(Array.from({ length: 1 + rng.below(8) }, () => [rng.pick(lastingItems), 1 + rng.below(20)]))
  if (rng.chance(0.03)) held.set(eventItem, 1)
  return JSON.stringify(Object.fromEntries(held))
}

function playerRow(plan: SamplePlan, index: number): Row | null {
  const special = boundaryCases[index]
  if (special?.kind === 'neither') return null
  const profile = profileAt(plan, index)
  const uid = special?.name ?? profile?.uid ?? ''
  const rng = rngOf(plan.seed, 8_500_000 + index)
  const updated = new Date(profile?.joinedAt ?? boundaryLoginOf(plan)).toISOString().replace('T', ' ').replace('Z', '')
  const nickname = `${rng.pick(adjectives)}${rng.pick(animals)}${index}`
  // A few hoards are past 2^53.
  const gold = index % 997 === 5 ? '9007199254740995' : String(rng.below(5_000_000))
  return [uid, profile?.account ?? `acc-${uid}`, nickname, 1 + rng.below(100), gold, inventoryOf(plan.seed, index), updated]
}

/** Players of the sample by number of rows up to the environment's cap; `inventory` maps item number to count. */
export const playerTableOf = (plan: SamplePlan): GameTable => ({
  name: 'player',
  definition: [
    '`uid` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL',
    '`account_id` VARCHAR(64) NULL',
    '`nickname` VARCHAR(40) NOT NULL',
    '`level` INT NOT NULL DEFAULT 1',
    '`gold` BIGINT NOT NULL DEFAULT 0',
    '`inventory` JSON NOT NULL',
    '`updated_at` DATETIME(3) NOT NULL',
    'PRIMARY KEY (`uid`)',
    'KEY `nickname` (`nickname`)',
    'KEY `account_id` (`account_id`)',
  ],
  columns: ['uid', 'account_id', 'nickname', 'level', 'gold', 'inventory', 'updated_at'],
  rows: (_, environment) => {
    const rows: Row[] = []
    for (let index = 0; index < castSize(plan) && rows.length < caps[environment]; index++) {
      const row = playerRow(plan, index)
      if (row) rows.push(row)
    }
    return rows
  },
})
