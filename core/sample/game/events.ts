import { lastingItems } from '#core/sample/game/stuff.ts'
import { type Cell, type GameTable, patched, type Row } from '#core/sample/game/table.ts'
import { rngOf } from '#core/sample/rng.ts'

const kinds = ['login', 'double_exp', 'gacha', 'raid']
const targets = ['KR', 'KR,JP', 'KR,JP,US,TW', 'TW', '']
/** Past 2^53: an id that a spreadsheet or a JavaScript number would bend. */
const firstId = 9_007_199_254_740_993n
const two = (n: number): string => String(n).padStart(2, '0')

function eventRow(seed: number, n: number): Row {
  const rng = rngOf(seed, 9_400_000 + n)
  const month = 1 + (n % 12)
  const begin = 1 + rng.below(14)
  const reward = rng.chance(0.25) ? null : JSON.stringify({ gold: 100 * (1 + rng.below(50)), items: [{ id: rng.pick(lastingItems), count: 1 + rng.below(5) }] })
  return [
    (firstId + BigInt(n)).toString(),
    `${month}월 이벤트 ${n + 1}`,
    kinds[n % kinds.length] ?? null,
    rng.pick(targets),
    `1.${String(rng.below(1_000_000)).padStart(6, '0')}`,
    rng.pick([0.1, 0.5, 1, 2.75]),
    `2027-${two(month)}-${two(begin)}`,
    `2027-${two(month)}-${two(begin)} 11:00:00.000`,
    `2027-${two(month)}-${two(begin + 7)} 10:59:59.999`,
    rng.chance(0.5) ? `${two(rng.below(24))}:30:00` : null,
    reward,
    rng.chance(0.3) ? null : rng.pick(lastingItems),
    n % 5 === 0 ? 0 : 1,
    '2026-12-01 00:00:00',
  ]
}

const production = (seed: number): Row[] => Array.from({ length: 40 }, (_, n) => eventRow(seed, n))
const idOf = (n: number): Cell => (firstId + BigInt(n)).toString()

const columns = [
  'id',
  'name',
  'kind',
  'targets',
  'bonus_rate',
  'weight',
  'opens_on',
  'start_at',
  'end_at',
  'daily_at',
  'reward',
  'banner_stuff_id',
  'enabled',
  'updated_at',
]

/** Every kind of column that a sheet has trouble with; `duration_minutes` and `updated_at` are the server's own. */
export const eventSchedule: GameTable = {
  name: 'event_schedule',
  definition: [
    '`id` BIGINT UNSIGNED NOT NULL AUTO_INCREMENT',
    '`name` VARCHAR(100) NOT NULL',
    "`kind` ENUM('login','double_exp','gacha','raid') NOT NULL",
    "`targets` SET('KR','JP','US','TW') NOT NULL",
    '`bonus_rate` DECIMAL(20,6) NOT NULL DEFAULT 1.000000',
    '`weight` DOUBLE NOT NULL DEFAULT 1',
    '`opens_on` DATE NOT NULL',
    '`start_at` DATETIME(3) NOT NULL',
    '`end_at` DATETIME(3) NOT NULL',
    '`daily_at` TIME NULL',
    '`reward` JSON NULL',
    '`banner_stuff_id` INT NULL',
    '`enabled` TINYINT(1) NOT NULL DEFAULT 1',
    '`duration_minutes` INT GENERATED ALWAYS AS (TIMESTAMPDIFF(MINUTE, `start_at`, `end_at`)) STORED',
    '`updated_at` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP',
    'PRIMARY KEY (`id`)',
    'UNIQUE KEY `name` (`name`)',
    'CONSTRAINT `event_schedule_banner` FOREIGN KEY (`banner_stuff_id`) REFERENCES `stuff` (`id`)',
  ],
  columns,
  rows: (seed, environment) => {
    if (environment === 'production') return production(seed)
    return patched(columns, production(seed), {
      remove: [idOf(0), idOf(1), idOf(2)],
      change: [
        { key: idOf(10), column: 'end_at', to: (old) => `${String(old).slice(0, 10)} 23:59:59.999` },
        { key: idOf(11), column: 'enabled', to: (old) => (old === 1 ? 0 : 1) },
        { key: idOf(12), column: 'reward', to: () => '{"gold":9007199254740993,"items":[]}' },
      ],
      add: [eventRow(seed, 40), eventRow(seed, 41)],
    })
  },
}
