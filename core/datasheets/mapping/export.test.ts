import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkMapping } from './check.ts'
import { sheetsFor } from './export.ts'
import { resolveHeader } from './header.ts'
import { type Mapping, mapping } from './mapping.ts'
import { resolveSheets } from './resolve.ts'
import { column, headerCells, integer, named, table, text } from './testing/tables.ts'

const empty: Mapping = { tables: [], ignoreSheets: [] }

describe('the name of a sheet', () => {
  const long = 'daily_attendance_reward_for_returning_players'
  it.each<[string, string[], string | null]>([
    ['stuff', ['stuff'], 'stuff'],
    ['t_item', ['t_item', 'tb_item'], 't_item'],
    [long, [long], long.slice(0, 31)],
    [long, [long, `${long.slice(0, 31)}_too`], 'DailyAttendanceRewardForReturni'],
    [long, [long, `${long}_too`], null],
    ['history', ['history'], 'history_'],
    ['a[b]:c', ['a[b]:c'], 'abc'],
    ["'quoted'", ["'quoted'"], 'quoted'],
    ['***', ['***'], null],
  ])('of %s among %j is %j', (name, names, sheet) => {
    const tables = named(...names)
    const one = tables.find((each) => each.name === name)
    expect(one && (sheetsFor(one, empty, tables)?.map((plan) => plan.sheet) ?? [null])).toEqual([sheet])
  })
})

const items = table('items', [
  column('id', integer),
  column('name', text),
  column('type', text, { nullable: true }),
  column('#internal', text, { nullable: true }),
  column('total', integer, { generated: true }),
  column('updated_at', { kind: 'timestamp', fsp: 0 }, { onUpdate: true }),
])
const planOf = (given: object) => sheetsFor(items, mapping.parse({ tables: [{ table: 'items', ...given }] }), [items])

it.each<[string, object, string[]]>([
  ['what can be written, in the order of the table', {}, ['id', 'name', 'type', 'updated_at']],
  ['renamed', { rename: { 이름: 'name' } }, ['id', '이름', 'type', 'updated_at']],
  ['ignored', { ignoreColumns: ['Type'] }, ['id', 'name', 'updated_at']],
  ['by a name that means another', { rename: { name: 'type', type: 'name' } }, ['id', 'type', 'name', 'updated_at']],
  ['none for a column whose name is taken', { rename: { name: 'type' } }, ['id', 'name', 'updated_at']],
  ['even a comment by its name', { rename: { internal: '#internal' } }, ['id', 'name', 'type', 'internal', 'updated_at']],
])('headers: %s', (_, sheet, headers) => {
  const given = Object.keys(sheet).length ? { sheets: [{ sheet: 'Items', ...sheet }] } : {}
  expect(planOf(given)?.[0]?.columns.map(({ header }) => header)).toEqual(headers)
})

it('sheets that share a slice: the first has the rows, and the others are there', () => {
  const [first, second] = [
    { left: 'type', op: 'is_null' },
    { left: 'type', op: 'not_null' },
  ]
  const sheets = [
    { sheet: 'A', where: first, headerRow: 3, skipRows: [4] },
    { sheet: 'B', where: second },
    { sheet: 'C', where: second },
  ]
  expect(planOf({ sheets })).toMatchObject([
    { sheet: 'A', where: first, hasRows: true, headerRow: 3, skipRows: [4] },
    { sheet: 'B', where: second, hasRows: true, headerRow: 1, skipRows: [] },
    { sheet: 'C', where: second, hasRows: false },
  ])
})

describe('written and read again', () => {
  const word = fc.stringMatching(/^[a-z]{1,4}$/)
  const name = fc
    .tuple(fc.constantFrom('', '', 'tb_', 't_'), fc.array(word, { minLength: 1, maxLength: 10 }))
    .map(([prefix, words]) => prefix + words.join('_'))
  const sheetName = fc.stringMatching(/^[A-Za-z가-힣 _]{1,40}$/).filter((text) => text.trim() !== '')
  const columnName = fc.stringMatching(/^[a-zA-Z#_가-힣]{1,8}$/)

  const games = fc
    .uniqueArray(fc.record({ name, columns: fc.uniqueArray(columnName, { minLength: 1, maxLength: 5, selector: (text) => text.toLowerCase() }) }), {
      maxLength: 5,
      selector: (one) => one.name,
    })
    .map((list) =>
      list.map((one) =>
        table(one.name, [column('id', integer), ...one.columns.filter((text) => text !== 'id').map((text) => column(text, integer, { nullable: true }))]),
      ),
    )

  const mappings = (names: readonly string[]) =>
    fc.tuple(
      ...names.map((one) =>
        fc.record({
          table: fc.constant(one),
          sheets: fc.array(
            fc.record({
              sheet: sheetName,
              rename: fc.dictionary(columnName, columnName, { maxKeys: 2 }),
              ignoreColumns: fc.array(columnName, { maxLength: 1 }),
            }),
            { maxLength: 2 },
          ),
        }),
      ),
    )

  const cases = games.chain((tables) => mappings(tables.map((one) => one.name)).map((list) => ({ tables, given: mapping.parse({ tables: list }) })))

  it('every sheet leads back to its table, and every header to its column', () => {
    fc.assert(
      fc.property(cases, ({ tables, given }) => {
        // Entries that would be refused on saving are left out.
        const sound = {
          ...given,
          tables: given.tables.filter((one) => checkMapping({ ...given, tables: [one] }, tables).every(({ level }) => level === 'warning')),
        }
        fc.pre(checkMapping(sound, tables).every(({ level }) => level === 'warning'))
        for (const one of tables) {
          const plans = sheetsFor(one, sound, tables)
          if (!plans) continue
          const { readings, findings } = resolveSheets(sound, tables, [{ file: 'out.xlsx', sheets: plans.map(({ sheet }) => sheet) }])
          expect(findings).toEqual([])
          expect(readings.map((reading) => [reading.sheet, reading.table.name])).toEqual(plans.map(({ sheet }) => [sheet, one.name]))
          for (const [n, reading] of readings.entries()) {
            const written = plans[n]?.columns ?? []
            const header = resolveHeader(reading, headerCells(...written.map((each) => each.header)))
            expect(header.columns.map((each) => each?.name)).toEqual(written.map((each) => each.column.name))
            expect(header.findings).toEqual([])
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
