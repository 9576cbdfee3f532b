import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateTimeOfSerial, durationOfSerial } from '#core/datasheets/reading/serial.ts'

describe('a serial number as a date and a time', () => {
  it.each([
    ['46347', 0, '2026-11-21 00:00:00'],
    ['46347.999988425923', 0, '2026-11-21 23:59:59'],
    ['46347.999988425923', 3, '2026-11-21 23:59:59.000'],
    ['46347.99999999', 0, '2026-11-22 00:00:00'],
    ['46347.5242592593', 0, '2026-11-21 12:34:56'],
    ['46347.524259259259', 6, '2026-11-21 12:34:56.000000'],
    ['46347.000005787037037', 1, '2026-11-21 00:00:00.5'],
    // Half a second, exactly: up.
    ['100.00000578703703704', 0, '1900-04-09 00:00:01'],
    ['0.5e5', 0, '2036-11-21 00:00:00'],
    ['4.6347E4', 0, '2026-11-21 00:00:00'],
    ['61', 0, '1900-03-01 00:00:00'],
    ['36526', 0, '2000-01-01 00:00:00'],
    ['36584', 0, '2000-02-28 00:00:00'],
    ['36585', 0, '2000-02-29 00:00:00'],
    ['36586', 0, '2000-03-01 00:00:00'],
    ['2958465', 0, '9999-12-31 00:00:00'],
    ['2958465.9999', 0, '9999-12-31 23:59:51'],
  ])('%s with %i digits is %s', (raw, fsp, text) => {
    expect(dateTimeOfSerial(raw, false, fsp)).toEqual({ text })
  })

  it.each([
    ['44885', '2026-11-21 00:00:00'],
    ['1', '1904-01-02 00:00:00'],
    ['59.75', '1904-02-29 18:00:00'],
  ])('%s of the 1904 calendar is %s', (raw, text) => {
    expect(dateTimeOfSerial(raw, true, 0)).toEqual({ text })
  })

  it.each([
    ['60', false, 'before_first_date'],
    ['59', false, 'before_first_date'],
    ['0.75', false, 'before_first_date'],
    ['0', false, 'before_first_date'],
    ['0.75', true, 'before_first_date'],
    ['-1', false, 'negative'],
    ['2958466', false, 'too_large'],
    ['2958465.9999999', false, 'too_large'],
    ['1e300', false, 'too_large'],
    ['1e9999', false, 'not_a_number'],
    ['', false, 'not_a_number'],
    ['.', false, 'not_a_number'],
    ['12a', false, 'not_a_number'],
    ['NaN', false, 'not_a_number'],
  ])('%s (1904: %s) is refused: %s', (raw, date1904, fault) => {
    expect(dateTimeOfSerial(raw, date1904, 0)).toEqual({ fault })
  })

  it('agrees with the calendar of the language for every day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2_958_465 }), (day) => {
        const expected = new Date(Date.UTC(1899, 11, 30) + day * 86_400_000).toISOString().slice(0, 10)
        return (dateTimeOfSerial(String(day), false, 0) as { text: string }).text === `${expected} 00:00:00`
      }),
    )
  })

  it('takes the short way only where it comes to the same', () => {
    const fraction = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 17 })
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 99_999 }), fraction, (day, digits) => {
        const short = dateTimeOfSerial(`${day}.${digits}`, false, 0)
        // A leading plus sign is outside of the short form.
        expect(short).toEqual(dateTimeOfSerial(`+${day}.${digits}`, false, 0))
      }),
    )
  })
})

describe('a serial number as a span of time', () => {
  it.each([
    ['0.75', 0, '18:00:00'],
    ['1.5', 0, '36:00:00'],
    ['0', 0, '00:00:00'],
    ['0.99998842592592593', 0, '23:59:59'],
    ['0.99998842592592593', 3, '23:59:59.000'],
    ['5.7870370370370366E-6', 1, '00:00:00.5'],
    ['5.787037037037037E-7', 6, '00:00:00.050000'],
    ['-0.25', 0, '-06:00:00'],
    ['-1e-9', 0, '00:00:00'],
    ['41.6666666666667', 0, '1000:00:00'],
  ])('%s with %i digits is %s', (raw, fsp, text) => {
    expect(durationOfSerial(raw, fsp)).toEqual({ text })
  })

  it.each([
    ['x', 'not_a_number'],
    ['1e99', 'too_large'],
  ])('%s is refused: %s', (raw, fault) => {
    expect(durationOfSerial(raw, 0)).toEqual({ fault })
  })
})
