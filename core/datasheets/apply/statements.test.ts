import { describe, expect, it } from 'vitest'
import type { ColumnType } from '#core/datasheets/table.ts'
import { columnOf, types } from '#core/datasheets/values/testing/columns.ts'
import { literal } from './literals.ts'
import { deleteSql, insertSql, keyCondition, runsOf, updateSql } from './statements.ts'

const named = (name: string, type: ColumnType) => columnOf(type, { name })
const [id, lang, price, name] = [named('id', types.int), named('lang', types.varchar), named('price', types.price), named('na`me', types.varchar)]
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, at) => [String(from + at)])

describe('values', () => {
  it.each<[string, ColumnType, string | null, string]>([
    ['NULL', types.int, null, 'NULL'],
    ['whole numbers as they are', types.unsignedBigint, '18446744073709551615', '18446744073709551615'],
    ['decimals as they are', types.wide, '-0.00000000000000000001', '-0.00000000000000000001'],
    ['floats as doubles', types.double, '0.1', '0.1e0'],
    ['floats with their exponent', types.double, '1e+300', '1e+300'],
    ['bytes', types.binary, 'CAFE0001', "x'CAFE0001'"],
    ['texts', types.text, "it's\\a\n한\u0000", "'it\\'s\\\\a\\n한\\0'"],
    ['labels', types.grade, '1', "'1'"],
  ])('%s', (_, type, value, sql) => {
    expect(literal(columnOf(type))(value)).toBe(sql)
  })

  it.each<[ColumnType, string]>([
    [types.int, '1 OR 1=1'],
    [types.double, '1e5; DROP TABLE x'],
    [types.binary, "00' OR '"],
  ])('that are none of the type %o never become a statement', (type, value) => {
    expect(() => literal(columnOf(type))(value)).toThrow(/not a value/)
  })
})

describe('keys', () => {
  it('that follow each other are ranges, the others are listed', () => {
    expect(keyCondition([id], [...numbers(1, 10), ['20'], ['22'], ...numbers(-5, 3)])).toBe('`id` BETWEEN 1 AND 10 OR `id` IN (20, 22, -5, -4, -3)')
    expect(runsOf(['9007199254740992', '9007199254740993', null, '1', '2'])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 4],
    ])
  })

  it('of several columns, of texts, of nothing', () => {
    expect(
      keyCondition(
        [lang, id],
        [
          ['ko', '1'],
          ['en', null],
        ],
      ),
    ).toBe("(`lang` = 'ko' AND `id` = 1) OR (`lang` = 'en' AND `id` IS NULL)")
    expect(keyCondition([lang], [['ko'], ["e'n"]])).toBe("`lang` IN ('ko', 'e\\'n')")
    expect(keyCondition([id], [])).toBe('FALSE')
  })
})

describe('statements', () => {
  it('insert and delete', () => {
    expect(
      insertSql(
        'it`em',
        [id, name],
        [
          ['1', 'a'],
          ['2', null],
        ],
      ),
    ).toBe("INSERT INTO `it``em` (`id`, `na``me`) VALUES (1, 'a'), (2, NULL)")
    expect(deleteSql('item', [id], [['1']])).toBe('DELETE FROM `item` WHERE `id` IN (1)')
  })

  it('update by comparing keys, by the place in a run, and all alike', () => {
    expect(updateSql('item', [id], [['1'], ['3']], [price], [['1.50'], [null]], ['at'])).toBe(
      'UPDATE `item` SET `price` = CASE `id` WHEN 1 THEN 1.50 WHEN 3 THEN NULL END, `at` = `at` WHERE `id` IN (1, 3)',
    )
    const rows = numbers(5, 8).map(([value]) => [`${value}.00`, value === '5' ? "a'" : null])
    expect(updateSql('item', [id], numbers(5, 8), [price, lang], rows)).toBe(
      "UPDATE `item` SET `price` = ELT(`id` - (5) + 1, '5.00', '6.00', '7.00', '8.00', '9.00', '10.00', '11.00', '12.00'), `lang` = ELT(`id` - (5) + 1, 'a\\'', NULL, NULL, NULL, NULL, NULL, NULL, NULL) WHERE `id` BETWEEN 5 AND 12",
    )
    expect(
      updateSql(
        'item',
        [lang, id],
        [
          ['a', '1'],
          ['b', '2'],
        ],
        [price],
        [['1.00'], ['1.00']],
      ),
    ).toBe("UPDATE `item` SET `price` = 1.00 WHERE (`lang` = 'a' AND `id` = 1) OR (`lang` = 'b' AND `id` = 2)")
  })
})
