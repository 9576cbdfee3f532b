import { lastingItems } from '#core/sample/game/stuff.ts'
import { type Cell, type GameTable, patched, type Row } from '#core/sample/game/table.ts'
import { rngOf } from '#core/sample/rng.ts'

const titles = new Map([
  [1, '견습'],
  [10, '모험가'],
  [30, '기사'],
  [60, '영웅'],
  [100, '전설'],
])

const levels = (): Row[] =>
  Array.from({ length: 100 }, (_, n) => {
    const level = n + 1
    // The last levels need more than 2^53 points: such numbers survive only as text.
    const experience = level > 97 ? 9_007_199_254_740_993n + BigInt(level) : BigInt(Math.round(120 * level ** 2.6))
    return [level, experience.toString(), 90 + 14 * level, 11 + 3 * level, titles.get(level) ?? null]
  })

const levelColumns = ['level', 'required_exp', 'hp', 'attack', 'title']

/** Comes as the sheet `LevelContents`. */
export const levelGuide: GameTable = {
  name: 'level_guide',
  definition: [
    '`level` INT NOT NULL',
    '`required_exp` BIGINT NOT NULL',
    '`hp` INT NOT NULL',
    '`attack` INT NOT NULL',
    '`title` VARCHAR(40) NULL',
    'PRIMARY KEY (`level`)',
  ],
  columns: levelColumns,
  rows: (_, environment) => {
    if (environment === 'production') return levels()
    return patched(levelColumns, levels(), {
      change: Array.from({ length: 10 }, (__, n) => ({ key: 41 + n, column: 'hp', to: (old: Cell) => Number(old) + 50 })),
      add: [[101, '9007199254741200', 1_504, 314, '초월']],
    })
  },
}

function rewards(seed: number, season: number): Row[] {
  const rng = rngOf(seed, 9_100_000 + season)
  const steps = [1, 2, 4, 11, 51, 101, 501, 1_001, 5_001]
  return steps.map((from, n) => [season, from, (steps[n + 1] ?? 10_001) - 1, rng.pick(lastingItems), 100 - 10 * n])
}

/** Comes as the sheet `WeeklyRankReward`. Its key has two columns. */
export const weeklyRankingReward: GameTable = {
  name: 'weekly_ranking_reward',
  definition: [
    '`season` INT NOT NULL',
    '`rank_from` INT NOT NULL',
    '`rank_to` INT NOT NULL',
    '`stuff_id` INT NOT NULL',
    '`amount` INT NOT NULL',
    'PRIMARY KEY (`season`, `rank_from`)',
    'CONSTRAINT `weekly_ranking_reward_stuff` FOREIGN KEY (`stuff_id`) REFERENCES `stuff` (`id`)',
  ],
  columns: ['season', 'rank_from', 'rank_to', 'stuff_id', 'amount'],
  // The patch ends season 1 and begins season 5.
  rows: (seed, environment) => (environment === 'production' ? [1, 2, 3, 4] : [2, 3, 4, 5]).flatMap((season) => rewards(seed, season)),
}
