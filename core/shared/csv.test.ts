import { describe, expect, it } from 'vitest'
import { csvHead, csvLine } from './csv.ts'

describe('a cell', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['=1+1', "'=1+1"],
    ['+82', "'+82"],
    ['-7', "'-7"],
    ['@x', "'@x"],
    ["'@x", "''@x"],
    ["it's", "it's"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['\n=1', '"\'\n=1"'],
    ['＝1', "'＝1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    ['가나', '가나'],
    [-7, '-7'],
    [0, '0'],
    [null, ''],
  ])('%j is written %j', (value, written) => {
    expect(csvLine([value])).toBe(`${written}\r\n`)
  })
})

it('the head carries the byte order mark once', () => {
  expect(csvHead(['uid', 'auth_id'])).toBe('\uFEFFuid,auth_id\r\n')
})
