import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeBulk, requestsOf } from '#core/sample/bulk.ts'

describe('judgeBulk', () => {
  it.each([
    ['all written', [{ status: 201 }, { status: 200 }], { retry: [], failure: null }],
    ['no room for two', [{ status: 429 }, { status: 201 }, { status: 429 }], { retry: [0, 2], failure: null }],
    [
      'one refused for good',
      [{ status: 429 }, { status: 400, error: { type: 'mapper_parsing_exception', reason: 'failed to parse' } }],
      { retry: [], failure: { status: 400, reason: 'mapper_parsing_exception: failed to parse' } },
    ],
    ['an error without words', [{ status: 500 }], { retry: [], failure: { status: 500, reason: 'unknown: ' } }],
  ])('%s', (_, items, verdict) => expect(judgeBulk(items)).toEqual(verdict))
})

describe('requestsOf', () => {
  it('loses nothing, keeps the order and stays under the cap', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })), fc.integer({ min: 1, max: 100 }), (lines, cap) => {
        const requests = [...requestsOf(lines, cap)]
        expect(requests.flat()).toEqual(lines)
        expect(requests.every((request) => request.length === 1 || Buffer.byteLength(request.join('')) <= cap)).toBe(true)
      }),
    )
  })
})
