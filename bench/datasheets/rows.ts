/** A column of the bench's table: how the table declares it, and how a row's value is made. */
export type BenchColumn = { name: string; declared: string; value: (row: number, edition: number) => string | null; cell: 'number' | 'text' | 'date' }

const syllables = [...'가나다라마바사아자차카타파하검방패활창신전설영웅불꽃얼음번개바람대지빛어둠용왕성의힘지혜민첩체력행운강철은금']
const words = ['공격력이 오른다', '방어력이 오른다', '경험치를 더 받는다', '골드를 더 받는다', '체력을 회복한다', '적을 얼린다', '치명타 확률이 오른다']

/** A number that looks thrown, always the same for the same row: the bench makes the same table twice. */
function thrown(row: number, salt: number): number {
  let mixed = Math.imul(row ^ Math.imul(salt, 0x9e3779b1), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

const name = (row: number, length: number, salt: number): string => {
  let text = ''
  for (let at = 0; at < length; at++) text += syllables[thrown(row, salt + at) % syllables.length]
  return text
}

const FIRST_SECOND = Date.UTC(2024, 0, 1) / 1000
const moment = (row: number, salt: number): string =>
  new Date((FIRST_SECOND + (thrown(row, salt) % 63_072_000)) * 1000).toISOString().slice(0, 19).replace('T', ' ')

const whole = (label: string, most: number, salt: number): BenchColumn => ({
  name: label,
  declared: 'INT NOT NULL',
  value: (row) => String(thrown(row, salt) % most),
  cell: 'number',
})

/** Twenty columns, as a sheet of items has them. `edition` changes the price. */
export const columns: readonly BenchColumn[] = [
  { name: 'id', declared: 'INT NOT NULL PRIMARY KEY', value: (row) => String(row), cell: 'number' },
  { name: 'item_name', declared: 'VARCHAR(60) NOT NULL', value: (row) => `${name(row, 4, 1)} ${row}`, cell: 'text' },
  {
    name: 'description',
    declared: 'VARCHAR(200) NULL',
    value: (row) => (row % 17 === 0 ? null : `${name(row % 5_000, 6, 20)} ${words[row % words.length]}`),
    cell: 'text',
  },
  { name: 'grade', declared: "ENUM('N','R','SR','SSR') NOT NULL", value: (row) => ['N', 'R', 'SR', 'SSR'][row % 4] as string, cell: 'text' },
  { name: 'stuff_type', declared: 'VARCHAR(4) NOT NULL', value: (row) => ['T', 'M', 'AT', 'W', 'A'][row % 5] as string, cell: 'text' },
  {
    name: 'price',
    declared: 'DECIMAL(12,2) NOT NULL',
    value: (row, edition) => `${(thrown(row, 3) % 100_000) + edition}.${String(row % 100).padStart(2, '0')}`,
    cell: 'number',
  },
  {
    name: 'rate',
    declared: 'DECIMAL(8,4) NOT NULL',
    value: (row) => `${thrown(row, 4) % 100}.${String(thrown(row, 5) % 10_000).padStart(4, '0')}`,
    cell: 'number',
  },
  { name: 'serial_no', declared: 'BIGINT NOT NULL', value: (row) => String(BigInt(row) * 1_000_003n + 9_000_000_000_000_000n), cell: 'text' },
  { name: 'starts_at', declared: 'DATETIME NOT NULL', value: (row) => moment(row, 6), cell: 'date' },
  { name: 'ends_at', declared: 'DATETIME NULL', value: (row) => (row % 5 === 0 ? null : moment(row, 7)), cell: 'date' },
  { name: 'is_open', declared: 'TINYINT(1) NOT NULL', value: (row) => String(row % 2), cell: 'number' },
  whole('attack', 10_000, 8),
  whole('defence', 10_000, 9),
  whole('health', 1_000_000, 10),
  whole('weight', 500, 11),
  whole('max_level', 100, 12),
  whole('need_level', 80, 13),
  whole('group_id', 300, 14),
  whole('sort_order', 100_000, 15),
  { name: 'icon', declared: 'VARCHAR(60) NOT NULL', value: (row) => `icon_${row % 3_000}`, cell: 'text' },
]

/** Which rows the sheet has differently from the table: so many are changed, new and gone, spread over the whole. */
export type Differences = { changed: number; added: number; gone: number }

/** Rows of the table: 1 to `rows`. Rows of the sheet: without those that are gone, and with new ones behind. */
export function* sheetRows(rows: number, { changed, added, gone }: Differences): Generator<{ row: number; edition: number }> {
  const changeEach = Math.max(1, Math.floor(rows / Math.max(1, changed)))
  const goneEach = Math.max(2, Math.floor(rows / Math.max(1, gone)))
  let [left, removed] = [changed, 0]
  for (let row = 1; row <= rows; row++) {
    if (row % goneEach === 1 && removed < gone) {
      removed++
      continue
    }
    const edition = row % changeEach === 0 && left > 0 ? 1 : 0
    left -= edition
    yield { row, edition }
  }
  for (let row = rows + 1; row <= rows + added; row++) yield { row, edition: 0 }
}
