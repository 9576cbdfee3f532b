import { type Cell, type GameTable, patched, type Row } from '#core/sample/game/table.ts'
import { rngOf } from '#core/sample/rng.ts'

/** First item number of each slice of `stuff`; 60 items each. NULL is a type too: equipment nobody classified. */
export const stuffSlices = { T: 1_000, M: 2_000, AT: 3_000, EQ: 4_000, AC: 5_000, unclassified: 6_000 } as const
const perSlice = 60

const prefixes = ['낡은', '빛나는', '고대의', '불타는', '얼어붙은', '용맹한', 'Ancient', 'Royal']
const nouns: Record<keyof typeof stuffSlices, readonly string[]> = {
  T: ['보물상자', '황금상', '진주', '왕관'],
  M: ['가죽', '철광석', '나무', '마력 결정'],
  AT: ['성배', '부적', '수정구', '룬석'],
  EQ: ['검', '활', '갑옷', '방패'],
  AC: ['반지', '목걸이', '귀걸이', '팔찌'],
  unclassified: ['미분류 장비', '시제품', '실험용 창', '옛 장비'],
}

function rowOf(seed: number, slice: keyof typeof stuffSlices, n: number): Row {
  const id = stuffSlices[slice] + n
  const rng = rngOf(seed, 9_000_000 + id)
  const price = 50 * (1 + rng.below(400))
  // Blank and empty text both occur: one means "not written yet", the other "nothing to say".
  const description = [null, '', `${rng.pick(nouns[slice])}에 얽힌 이야기`, 'Drops in season 3 \u{1F381}'][rng.below(4)] ?? null
  const sell: Cell = rng.chance(0.2) ? null : `${Math.floor(price / 4)}.${rng.pick(['00', '25', '50', '05'])}`
  const type = slice === 'unclassified' ? null : slice
  return [id, `${rng.pick(prefixes)} ${rng.pick(nouns[slice])} ${n + 1}`, type, 1 + rng.below(7), price, sell, rng.chance(0.9) ? 1 : 0, description]
}

const production = (seed: number): Row[] =>
  (Object.keys(stuffSlices) as (keyof typeof stuffSlices)[]).flatMap((slice) => Array.from({ length: perSlice }, (_, n) => rowOf(seed, slice, n)))

/** Items that anything else may refer to: those that no patch takes away. */
export const lastingItems: readonly number[] = Object.values(stuffSlices).flatMap((first) => Array.from({ length: perSlice - 2 }, (_, n) => first + n))

const columns = ['id', 'name', 'stuff_type', 'grade', 'price', 'sell_price', 'tradable', 'description']

/** One table cut into four sheets: treasure (T), material (M), artifact (AT) and all other equipment, NULL included. */
export const stuff: GameTable = {
  name: 'stuff',
  definition: [
    '`id` INT NOT NULL',
    '`name` VARCHAR(80) NOT NULL',
    '`stuff_type` VARCHAR(4) NULL',
    "`grade` TINYINT UNSIGNED NOT NULL DEFAULT 1 COMMENT '1 to 7'",
    '`price` INT UNSIGNED NOT NULL',
    '`sell_price` DECIMAL(12,2) NULL',
    '`tradable` TINYINT(1) NOT NULL DEFAULT 1',
    '`description` VARCHAR(200) NULL',
    'PRIMARY KEY (`id`)',
    'KEY `stuff_type` (`stuff_type`)',
  ],
  columns,
  rows: (seed, environment) => {
    if (environment === 'production') return production(seed)
    return patched(columns, production(seed), {
      // The last two treasures leave the game; nothing refers to them.
      remove: [1_058, 1_059],
      change: [
        ...Array.from({ length: 12 }, (_, n) => ({ key: stuffSlices.M + n, column: 'price', to: (old: Cell) => Math.round((Number(old) * 12) / 10) })),
        { key: stuffSlices.AT, column: 'grade', to: (old) => (old === 7 ? 6 : 7) },
        { key: stuffSlices.EQ + 1, column: 'description', to: (old) => (old === null ? '' : null) },
      ],
      add: [
        [1_060, '달빛 보물상자', 'T', 6, 12_000, '3000.00', 1, null],
        [3_060, '별의 성배', 'AT', 7, 30_000, null, 0, '시즌 4의 유물'],
        [6_060, '시제품 낫', null, 3, 900, '225.50', 1, ''],
      ],
    })
  },
}
