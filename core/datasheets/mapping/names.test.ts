import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldHeader, foldName, modelName, sheetFinder, tableFinder, withoutPrefix } from './names.ts'

it.each([
  [' ID ', 'id'],
  ['ＩＤ', 'id'],
  ['Item\u00a0Name', 'item name'],
  ['item \n (ko)', 'item (ko)'],
  ['\ufeffid', 'id'],
  ['i\u200bd', 'id'],
  ['ｶﾞﾁｬ', 'ガチャ'],
  ['\u1100\u1161', '가'],
  ['＃note', '#note'],
  ['item_id', 'item_id'],
  ['\u00a0\u200b', ''],
])('the header %j is %j', (text, folded) => expect(foldHeader(text)).toBe(folded))

it.each([
  ['LevelGuide', 'levelguide'],
  ['level_guide', 'levelguide'],
  ['LEVEL GUIDE', 'levelguide'],
  ['ＬｅｖｅｌＧｕｉｄｅ', 'levelguide'],
  ['Level-Guide (1)', 'levelguide1'],
  ['아이템_목록', '아이템목록'],
  ['___', ''],
])('the name %j is %j', (text, folded) => expect(foldName(text)).toBe(folded))

it('a folded text stays what it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(foldHeader(foldHeader(text))).toBe(foldHeader(text))
      expect(foldName(foldName(text))).toBe(foldName(text))
    }),
    { examples: [['\u02d8\u{1d15e}'], ['a-\u0308'], ['\u00a0\u0301\u0327']] },
  )
})

it.each([
  ['tb_mission', 'mission', 'Mission'],
  ['TB_Mission', 'Mission', 'Mission'],
  ['t_item_drop', 'item_drop', 'ItemDrop'],
  ['tbl_shop', 'shop', 'Shop'],
  ['table_of_things', 'table_of_things', 'TableOfThings'],
  ['treasure', 'treasure', 'Treasure'],
  ['tb_', 'tb_', 'Tb'],
])('%s is %s without its prefix, and the model %s', (name, bare, model) => {
  expect(withoutPrefix(name)).toBe(bare)
  expect(modelName(name)).toBe(model)
})

describe('tables that a sheet is called after', () => {
  const long = 'daily_attendance_reward_for_returning_players'
  const find = tableFinder(['level_guide', 'tb_mission', 't_item', 'tb_item', 'Shop', 'shop', long])
  it.each([
    ['level_guide', ['level_guide']],
    ['LevelGuide', ['level_guide']],
    ['levelguide', ['level_guide']],
    [' Level Guide ', ['level_guide']],
    ['Mission', ['tb_mission']],
    ['TbMission', ['tb_mission']],
    ['tb_mission', ['tb_mission']],
    ['missions', []],
    ['item', ['t_item', 'tb_item']],
    ['t_item', ['t_item']],
    ['TItem', ['t_item']],
    ['shop', ['shop']],
    ['Shop', ['Shop']],
    ['SHOP', ['Shop', 'shop']],
    [long.slice(0, 31), [long]],
    ['DailyAttendanceRewardForReturningPlayers'.slice(0, 31), [long]],
    [long.slice(0, 30), []],
    ['___', []],
    ['', []],
  ])('%j: %j', (sheet, tables) => expect(find(sheet)).toEqual(tables))

  it('a name of letters and digits alone leads to its table, written either way', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        const name = words.join('_')
        const one = tableFinder([name])
        expect(one(modelName(name))).toEqual([name])
        expect(one(name.toUpperCase())).toEqual([name])
      }),
    )
  })
})

describe('sheets of a mapping', () => {
  const find = sheetFinder(['LevelContents', 'tb_mission', 'Daily attendance rewards for returning players'])
  it.each([
    ['levelcontents', ['LevelContents']],
    ['Level_Contents', ['LevelContents']],
    ['mission', []],
    ['Daily attendance rewards for re', ['Daily attendance rewards for returning players']],
  ])('%j: %j', (sheet, names) => expect(find(sheet)).toEqual(names))
})
