import { describe, expect, it } from 'vitest'
import { secretOf, signedHeaders } from '#core/notices/signature.ts'

describe('signature of a web hook', () => {
  // The example that the reference libraries of Standard Webhooks are tested with.
  it('is the one that the libraries of the standard make', () => {
    const at = new Date(1_614_265_330_000)
    expect(signedHeaders(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], 'msg_p5jXN8AQM9LWM0D4loKWxJek', at, '{"test": 2432232314}')).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  it('depends on every byte of the body, in any language', () => {
    const sign = (body: string) => signedHeaders([secretOf(new Uint8Array(32))], 'msg_1', new Date(0), body)['webhook-signature']
    expect(new Set(['{"a":"한글"}', '{"a":"한국"}', '{"a":"한글"} '].map(sign)).size).toBe(3)
  })

  it('is one of each secret, in their order, with blanks between', () => {
    const [now, old] = [1, 2].map((byte) => secretOf(new Uint8Array(32).fill(byte)))
    const sign = (...secrets: (string | undefined)[]) =>
      signedHeaders(
        secrets.filter((one) => one !== undefined),
        'msg_1',
        new Date(0),
        '{}',
      )['webhook-signature']
    expect(sign(now, old)).toBe(`${sign(now)} ${sign(old)}`)
    expect(sign(now)).not.toBe(sign(old))
  })

  it('a secret keeps all of its bytes', () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, index) => index * 8)
    expect(Buffer.from(secretOf(bytes).replace('whsec_', ''), 'base64')).toEqual(Buffer.from(bytes))
  })
})
