import { describe, expect, it } from 'vitest'
import { faultCodes, judgeAnswer, judgeError, waitAfter, waitsMs } from '#core/notices/attempts.ts'

describe('attempts of a delivery', () => {
  it('are seven within about seven hours, each wait longer than the one before', () => {
    expect(waitsMs.map((_, index) => waitAfter(index + 1))).toEqual([5_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000])
    expect(waitAfter(7)).toBeNull()
    expect(waitAfter(8)).toBeNull()
  })

  it.each([
    [200, true],
    [204, true],
    [299, true],
    [199, false],
    [301, false],
    [307, false],
    [400, false],
    [410, false],
    [500, false],
  ])('an answer of %i: arrived is %s', (status, delivered) => expect(judgeAnswer(status)).toMatchObject({ delivered, status }))

  it.each([
    [{ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:9' }, 'refused: connect ECONNREFUSED 127.0.0.1:9'],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate' }, 'tls: self-signed certificate'],
    [{ code: 'ESOCKET', message: 'connect ECONNREFUSED 127.0.0.1:25' }, 'refused: connect ECONNREFUSED 127.0.0.1:25'],
    [{ code: 'ESOCKET', message: 'unable to get local issuer certificate' }, 'tls: unable to get local issuer certificate'],
    [{ name: 'TimeoutError', message: 'The operation\nwas aborted' }, 'timeout: The operation was aborted'],
    [{ message: 'x'.repeat(900) }, `other: ${'x'.repeat(400)}`],
  ])('%j is %s', (error, said) => expect(judgeError(error)).toEqual({ delivered: false, status: null, error: said, final: false }))

  it('a mail server that will never take it is not asked again; one that is busy or does not know us is', () => {
    const finalOf = (code: string, responseCode: number) => judgeError({ code, responseCode, message: 'no' })
    expect(finalOf('EENVELOPE', 550)).toMatchObject({ final: true, status: 550 })
    expect(finalOf('EMESSAGE', 554)).toMatchObject({ final: true })
    expect(finalOf('EENVELOPE', 450)).toMatchObject({ final: false })
    expect(finalOf('EAUTH', 535)).toMatchObject({ final: false })
  })

  it('every code has a word of its own', () => expect(faultCodes).toContain('mail_refused'))
})
