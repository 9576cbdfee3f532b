import { lastingItems } from '#core/sample/game/stuff.ts'
import { type GameTable, patched, type Row } from '#core/sample/game/table.ts'
import { rngOf } from '#core/sample/rng.ts'

const monsters = ['슬라임', '고블린', '오크', '트롤', '와이번', 'Dragon']

const drops = (seed: number, offset: number): Row[] =>
  monsters.flatMap((monster, n) => {
    const rng = rngOf(seed, 9_500_000 + n)
    return Array.from(
      { length: 5 },
      (_, k): Row => [monster, rng.pick(lastingItems), `${k + offset}.${String(rng.below(1_000)).padStart(3, '0')}`, k === 0 ? null : `memo ${k}`],
    )
  })

/** A table without a primary key, with one row that stands in it twice. */
export const dropNote: GameTable = {
  name: 'drop_note',
  definition: [
    '`monster` VARCHAR(40) NOT NULL',
    '`stuff_id` INT NOT NULL',
    '`chance` DECIMAL(6,3) NOT NULL',
    '`note` VARCHAR(100) NULL',
    'KEY `monster` (`monster`)',
  ],
  columns: ['monster', 'stuff_id', 'chance', 'note'],
  rows: (seed, environment) => {
    const rows = drops(seed, 1)
    const twice: Row = ['슬라임', 2_000, '50.000', 'twice']
    return environment === 'production' ? [...rows, twice, twice] : [...rows.slice(2), twice, twice, ['Dragon', 3_000, '0.005', null]]
  },
}

const texts: readonly Row[] = [
  ['title.main', '우주의 바다', 'Sea of Stars'],
  ['button.start', '시작', 'Start'],
  ['button.Cancel', '취소', 'Cancel'],
  ['help.empty', '', ''],
  ['help.untranslated', '아직 번역하지 않았습니다', null],
  ['help.nothing', null, null],
  ['help.token', '\\N', 'NULL'],
  ['help.formula', '=1+1', '=SUM(A1:A2)'],
  ['help.lines', '첫째 줄\n둘째 줄', 'first line\nsecond line'],
  ['help.spaces', ' 앞뒤 빈칸 ', ' spaces around '],
  ['help.number', '00123', '1E3'],
  ['help.markup', '<b>굵게</b> & "따옴표"', "<b>bold</b> & 'quotes'"],
  ['help.emoji', '축하합니다 \u{1F389}', 'Congratulations \u{1F389}'],
  ['help.escape', '_x000D_', '_x000D_'],
]

const textColumns = ['text_key', 'ko', 'en']

/** Texts by a key whose collation folds case; empty text and NULL both occur, and so do texts that look like something else. */
export const localization: GameTable = {
  name: 'localization',
  definition: ['`text_key` VARCHAR(60) NOT NULL', '`ko` TEXT NULL', '`en` VARCHAR(200) NULL', 'PRIMARY KEY (`text_key`)'],
  columns: textColumns,
  rows: (_, environment) => {
    if (environment === 'production') return [...texts]
    return patched(textColumns, texts, {
      remove: ['help.nothing'],
      change: [
        { key: 'help.untranslated', column: 'en', to: () => 'Not translated yet' },
        { key: 'help.empty', column: 'en', to: () => null },
      ],
      add: [['title.season4', '시즌 4', 'Season 4']],
    })
  },
}

const missions = (seed: number): Row[] =>
  Array.from({ length: 30 }, (_, n) => {
    const rng = rngOf(seed, 9_600_000 + n)
    // Every tenth mission leads back to the start of its chain: a cycle of references.
    const next = n % 10 === 9 ? n - 8 : n + 2
    return [n + 1, `임무 ${n + 1}`, next, rng.pick(lastingItems), rng.below(60) + 1]
  })

const missionColumns = ['id', 'title', 'next_mission_id', 'reward_stuff_id', 'minimum_level']

/** A name with a prefix, and references within the table itself. */
export const mission: GameTable = {
  name: 'tb_mission',
  definition: [
    '`id` INT NOT NULL',
    '`title` VARCHAR(80) NOT NULL',
    '`next_mission_id` INT NULL',
    '`reward_stuff_id` INT NOT NULL',
    "`minimum_level` INT NOT NULL COMMENT '1 to 60'",
    'PRIMARY KEY (`id`)',
    'CONSTRAINT `tb_mission_next` FOREIGN KEY (`next_mission_id`) REFERENCES `tb_mission` (`id`)',
    'CONSTRAINT `tb_mission_reward` FOREIGN KEY (`reward_stuff_id`) REFERENCES `stuff` (`id`)',
  ],
  columns: missionColumns,
  rows: (seed, environment) => {
    if (environment === 'production') return missions(seed)
    return patched(missionColumns, missions(seed), {
      change: [{ key: 7, column: 'title', to: () => '임무 7 (개편)' }],
      add: [[31, '새 임무', null, 1_000, 1]],
    })
  },
}
