import { describe, expect, it } from 'vitest'
import type { SheetCell } from '#core/datasheets/cell.ts'
import type { ColumnType } from '#core/datasheets/table.ts'
import { booleanCell, isoCell, numberCell as n, readAs, textCell as t, told, types } from './testing/columns.ts'

type Case = [cell: SheetCell, expected: string]
const check = (type: ColumnType, cases: Case[], date1904 = false) =>
  it.each(cases.map(([cell, expected]) => ({ kind: cell.kind, style: cell.style, raw: cell.raw, expected, cell })))(
    '$kind $style "$raw" is $expected',
    ({ cell, expected }) => {
      expect(told(readAs(type, cell, {}, undefined, date1904))).toBe(expected)
    },
  )

describe('DATE', () => {
  check(types.date, [
    [n('46347', 'date'), '2026-11-21'],
    [n('46347', 'datetime'), '2026-11-21'],
    [n('46347'), '2026-11-21 !date_from_plain_number'],
    [n('46347.5', 'datetime'), '!date_with_time'],
    [n('61', 'date'), '1900-03-01'],
    [n('60', 'date'), '!date_serial_too_early'],
    [n('1', 'date'), '!date_serial_too_early'],
    [n('0.5', 'time'), '!date_missing'],
    [n('0', 'date'), '!date_missing'],
    [n('-1', 'date'), '!date_unreadable'],
    [n('2958465', 'date'), '9999-12-31'],
    [n('2958466', 'date'), '!date_serial_too_large'],
    [n('20261121'), '!date_serial_too_large'],
    [t('2026-11-21'), '2026-11-21'],
    [t(' 2026-11-21 '), '2026-11-21'],
    [t('2026/11/21'), '2026-11-21'],
    [t('2026.11.21'), '2026-11-21'],
    [t('2026-1-5'), '2026-01-05'],
    [t('2026-11-21 00:00:00'), '2026-11-21'],
    [t('2026-11-21T00:00'), '2026-11-21'],
    [isoCell('2026-11-21'), '2026-11-21'],
    [isoCell('2026-11-21T00:00:00'), '2026-11-21'],
    [isoCell('2026-11-21T09:00:00'), '!date_with_time'],
    [t('2026-11-21 10:00'), '!date_with_time'],
    [t('2026-02-30'), '!date_impossible'],
    [t('2026-02-29'), '!date_impossible'],
    [t('2028-02-29'), '2028-02-29'],
    [t('1900-02-29'), '!date_impossible'],
    [t('2026-13-01'), '!date_impossible'],
    [t('2026-00-10'), '!date_impossible'],
    [t('2026-11/21'), '!date_unreadable'],
    [t('11/21/2026'), '!date_unreadable'],
    [t('21.11.26'), '!date_unreadable'],
    [t('20261121'), '!date_unreadable'],
    [t('2026-11-21Z'), '!date_with_zone'],
    [t('soon'), '!date_unreadable'],
    [t('0000-00-00'), '0000-00-00 !zero_date'],
    [booleanCell('1'), '!date_unreadable'],
  ])
})

describe('DATE in a workbook that counts from 1904', () => {
  check(
    types.date,
    [
      [n('44885', 'date'), '2026-11-21'],
      [n('60', 'date'), '1904-03-01'],
      [n('0', 'date'), '!date_missing'],
      [t('2026-11-21'), '2026-11-21'],
    ],
    true,
  )
})

describe('DATETIME', () => {
  check(types.datetime, [
    [n('46347.416666666664', 'datetime'), '2026-11-21 10:00:00'],
    [n('46347.999988425923', 'datetime'), '2026-11-21 23:59:59'],
    [n('46347', 'date'), '2026-11-21 00:00:00'],
    [n('0.416666666666667', 'time'), '!date_missing'],
    [t('2026-11-21'), '2026-11-21 00:00:00'],
    [t('2026-11-21 10:00'), '2026-11-21 10:00:00'],
    [t('2026-11-21T10:00:59'), '2026-11-21 10:00:59'],
    [t('2026/11/21 9:05'), '2026-11-21 09:05:00'],
    [t('2026-11-21 10:00:00.4'), '2026-11-21 10:00:00 !fraction_rounded'],
    [t('2026-11-21 10:00:59.5'), '2026-11-21 10:01:00 !fraction_rounded'],
    [t('2026-12-31 23:59:59.5'), '2027-01-01 00:00:00 !fraction_rounded'],
    [t('2026-11-21 10:00:00.000'), '2026-11-21 10:00:00'],
    [t('9999-12-31 23:59:59.6'), '!date_impossible'],
    [t('2026-11-21 24:00'), '!date_impossible'],
    [t('2026-11-21 10:60'), '!date_impossible'],
    [t('2026-11-21T10:00:00Z'), '!date_with_zone'],
    [t('2026-11-21 10:00 +09:00'), '!date_with_zone'],
    [t('2026-11-21 10:00+09'), '!date_with_zone'],
    [t('2026-11-21 10:00 KST'), '!date_with_zone'],
    [t('2026-11-21 10:00 Asia/Seoul'), '!date_with_zone'],
    [isoCell('2026-11-21T10:00:00Z'), '!date_with_zone'],
    [t('2026-11-21 10:00 PM'), '!date_unreadable'],
    [t('10:00'), '!date_missing'],
    [t('0000-00-00 00:00:00'), '0000-00-00 00:00:00 !zero_date'],
  ])
})

describe('DATETIME(6)', () => {
  check(types.datetime6, [
    [n('46347.416666666664', 'datetime'), '2026-11-21 10:00:00.000000'],
    // Doubles of these days step by 0.6 microseconds: what was typed is the millisecond.
    [n('46347.50000000001', 'datetime'), '2026-11-21 12:00:00.000000'],
    [n('46347.416678252317', 'datetime'), '2026-11-21 10:00:01.001000'],
    [n('46347.500000005', 'datetime'), '2026-11-21 12:00:00.000432 !serial_microseconds'],
    [n('46347.500000005'), '2026-11-21 12:00:00.000432 !serial_microseconds'],
    [t('2026-11-21 10:00:00.000001'), '2026-11-21 10:00:00.000001'],
    [t('2026-11-21 10:00:00.1234565'), '2026-11-21 10:00:00.123457 !fraction_rounded'],
    [t('2026-11-21 10:00:00.9999999'), '2026-11-21 10:00:01.000000 !fraction_rounded'],
  ])
})

describe('DATETIME(3)', () => {
  check({ kind: 'datetime', fsp: 3 }, [[n('46347.500000005', 'datetime'), '2026-11-21 12:00:00.000']])
})

describe('TIMESTAMP(6)', () => {
  check({ kind: 'timestamp', fsp: 6 }, [
    [n('46347.500000005', 'datetime'), '2026-11-21 12:00:00.000432 !serial_microseconds'],
    [t('2026-11-21 12:00:00.000432'), '2026-11-21 12:00:00.000432'],
  ])
})

describe('TIMESTAMP', () => {
  check(types.timestamp, [
    [t('1970-01-01 00:00:01'), '1970-01-01 00:00:01'],
    [t('1970-01-01 00:00:00'), '!timestamp_out_of_range'],
    [t('2038-01-19 03:14:07'), '2038-01-19 03:14:07'],
    [t('2038-01-19 03:14:08'), '!timestamp_out_of_range'],
    [n('46347', 'date'), '2026-11-21 00:00:00'],
  ])
})

describe('TIME', () => {
  check(types.time, [
    [n('0.416666666666667', 'time'), '10:00:00'],
    [n('0.99998842592592595', 'time'), '23:59:59'],
    [n('1.5', 'duration'), '36:00:00'],
    [n('1.5', 'time'), '!time_with_date'],
    [n('46347.5', 'datetime'), '!time_with_date'],
    [n('0.5'), '12:00:00 !date_from_plain_number'],
    [n('-0.5', 'duration'), '-12:00:00'],
    [n('34.958321759259256', 'duration'), '838:59:59'],
    [n('35', 'duration'), '!time_out_of_range'],
    [t('10:00'), '10:00:00'],
    [t('9:5:7'), '09:05:07'],
    [t('100:00:00'), '100:00:00'],
    [t('-01:30:00'), '-01:30:00'],
    [t('-00:00:00'), '00:00:00'],
    [t('-00:00:00.4'), '00:00:00 !fraction_rounded'],
    [t('838:59:59'), '838:59:59'],
    [t('838:59:59.5'), '!time_out_of_range'],
    [t('839:00:00'), '!time_out_of_range'],
    [t('10:00:00.5'), '10:00:01 !fraction_rounded'],
    [t('10:60'), '!time_unreadable'],
    [t('10'), '!time_unreadable'],
    [t('2026-11-21 10:00'), '!time_with_date'],
    [isoCell('10:00:00'), '10:00:00'],
    [booleanCell('0'), '!time_unreadable'],
  ])
  it('keeps the fraction of the column', () => {
    expect(told(readAs({ kind: 'time', fsp: 3 }, t('-100:00:00.5')))).toBe('-100:00:00.500')
  })
})
