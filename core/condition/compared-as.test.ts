import { expect, it } from 'vitest'
import { type ComparedAs, comparable, literal } from './compared-as.ts'

const cases: [ComparedAs, string, string | null][] = [
  ['number', '1.00', '1'],
  ['number', 'abc', null],
  ['double', '1e21', '1e+21'],
  ['double', '-0', '0'],
  ['double', '1e999', null],
  ['float', '0.1', String(Math.fround(0.1))],
  ['float', '1e39', null],
  ['year', '0000', '0'],
  ['text', ' T ', ' T '],
  ['date', '2027-01-31', '2027-01-31'],
  ['date', '2027-01-31 00:00:00', null],
  ['date', '0000-00-00', '0000-00-00'],
  ['datetime', '2027-01-31', '2027-01-31 00:00:00.000000'],
  ['datetime', '2027-01-31T23:59:59.5', '2027-01-31 23:59:59.500000'],
  ['datetime', '2027-01-31 24:00:00', null],
  ['datetime', '2027-01-31 00:00:00 00', null],
  ['datetime', '2027-01-31 11:00', null],
  ['time', '-01:00:00.25', '-3600250000'],
  ['time', '838:59:59', '3020399000000'],
  ['time', '839:00:00', null],
  ['time', '-00:00:00', '0'],
  ['opaque', '{}', null],
]
it.each(cases)('%s: %j is %j', (as, text, value) => expect(comparable(as, text)).toBe(value))

const literals: [ComparedAs, string | number | boolean, string | null][] = [
  ['number', true, '1'],
  ['number', 5, '5'],
  ['number', '9007199254740993', '9007199254740993'],
  ['number', `1${'0'.repeat(35)}`, null],
  ['number', `0.${'0'.repeat(30)}1`, null],
  ['bit', false, '0'],
  ['text', 5, '5'],
  ['text', true, null],
  ['text', 'two\nlines', null],
  ['date', '2027-02-29', null],
  ['date', '2028-02-29', '2028-02-29'],
  ['date', '1900-02-29', null],
  ['date', '2027-04-31', null],
  ['date', '0000-00-00', null],
  ['datetime', '2027-13-01 00:00:00', null],
]
it.each(literals)('a condition on a %s may say %j: %j', (as, value, read) => expect(literal(as, value)).toBe(read))
