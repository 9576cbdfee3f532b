import { describe, expect, it } from 'vitest'
import { mapping } from '#core/datasheets/mapping/mapping.ts'
import { resolveSheets } from '#core/datasheets/mapping/resolve.ts'
import { named } from '#core/datasheets/mapping/testing/tables.ts'
import { defaultCaps } from '#core/datasheets/reading/caps.ts'
import { capsPassed } from './beyond.ts'
import { continuedSheet, partName } from './part-names.ts'

it.each<[string, number, string]>([
  ['items', 1, 'items'],
  ['items', 2, 'items ~2'],
  ['a_name_of_thirty_one_characters', 3, 'a_name_of_thirty_one_charact ~3'],
])('%s, sheet %d is called %s', (sheet, part, name) => {
  expect(partName(sheet, part)).toBe(name)
})

it.each<[string, string | null]>([
  ['items ~2', 'items'],
  ['items ~12', 'items'],
  ['items', null],
  ['items~2', null],
  [' ~2', null],
])('%s goes on with %s', (name, base) => {
  expect(continuedSheet(name)).toBe(base)
})

describe('sheets that go on with others', () => {
  const read = (sheets: string[], given: object = { tables: [] }, tables = named('items', 'items2')) => {
    const { readings, findings } = resolveSheets(mapping.parse(given), tables, [{ file: 'out.xlsx', sheets }])
    return { read: readings.map(({ sheet, table }) => `${sheet}: ${table.name}`), findings: findings.map(({ code }) => code) }
  }

  it('are read into the table of the first, not into one that is called nearly so', () => {
    expect(read(['items', 'items ~2', 'items2'])).toEqual({ read: ['items: items', 'items ~2: items', 'items2: items2'], findings: [] })
  })

  it('belong to the slice of the first', () => {
    const given = {
      tables: [
        {
          table: 'items',
          sheets: [
            { sheet: 'Swords', where: { left: 'id', op: 'not_null' }, headerRow: 3 },
            { sheet: 'Rest', where: { left: 'id', op: 'is_null' } },
          ],
        },
      ],
    }
    expect(read(['Swords', 'Swords ~2'], given)).toEqual({ read: ['Swords: items', 'Swords ~2: items'], findings: [] })
  })

  it('are nothing where the first is nothing', () => {
    expect(read(['quests ~2'])).toEqual({ read: [], findings: ['sheet_unmatched'] })
  })
})

it.each([
  [{}, []],
  [{ rows: defaultCaps.rows + 1 }, ['rows']],
  [{ fileBytes: defaultCaps.fileBytes + 1, cells: defaultCaps.cells + 1, sheets: 101, entries: 201 }, ['fileBytes', 'sheets', 'cells', 'entries']],
])('of a file of %o the caps %j are passed', (size, names) => {
  expect(capsPassed({ fileBytes: 1, sheets: 1, rows: defaultCaps.rows, cells: defaultCaps.cells, entries: 9, ...size }, defaultCaps)).toEqual(names)
})
