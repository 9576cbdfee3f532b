import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { RunFailure } from '#core/shared/refusal.ts'
import { openSearch, type SearchConnection } from '#server/search/client.ts'
import { preflight } from '#server/search/preflight.ts'
import { type FaultyProxy, faultyProxy, type ProxyOptions } from '#server/search/testing/faulty-proxy.ts'
import { selfSigned } from '#server/search/testing/self-signed.ts'

const target = process.env.OPENSEARCH_URL ?? ''
const prefix = `secured-${process.pid}-`
const vouchedFor = getCACertificates('default')
const basic = { username: 'analyst', password: 'pä$$:word' }
const opened: FaultyProxy[] = []

afterEach(async () => {
  setDefaultCACertificates(vouchedFor)
  await Promise.all(opened.splice(0).map((proxy) => proxy.close()))
})

async function guarded(options: ProxyOptions): Promise<FaultyProxy> {
  const proxy = await faultyProxy(target, options)
  opened.push(proxy)
  return proxy
}

/** What a source at this address says; one without indices, but reached, says `source_no_indices`. */
async function answerOf(connection: SearchConnection): Promise<unknown> {
  const client = openSearch(connection)
  const answer = await preflight(client, { prefix }).catch((error: unknown) => error)
  await client.close()
  return answer instanceof RunFailure ? { code: answer.refusal.code, ...answer.refusal.params } : answer
}

const reached = { code: 'source_no_indices', prefix }

describe('a certificate', () => {
  const vouchFor = (cert: string) => setDefaultCACertificates([...vouchedFor, cert])

  it('that somebody vouches for is taken', async () => {
    const tls = selfSigned('127.0.0.1')
    vouchFor(tls.cert)
    const { url } = await guarded({ tls })
    expect(await answerOf({ url })).toEqual(reached)
  })

  it('that nobody vouches for is refused, unless the source says otherwise', async () => {
    const { url } = await guarded({ tls: selfSigned('127.0.0.1') })
    expect(await answerOf({ url })).toEqual({ code: 'source_tls', detail: expect.stringMatching(/self.signed/) })
    expect(await answerOf({ url, insecureTls: true })).toEqual(reached)
  })

  it('that has expired is refused', async () => {
    const tls = selfSigned('127.0.0.1', '240229')
    vouchFor(tls.cert)
    const { url } = await guarded({ tls })
    expect(await answerOf({ url })).toEqual({ code: 'source_tls', detail: expect.stringMatching(/expired/) })
  })

  it('of another host is refused', async () => {
    const tls = selfSigned('logs.example')
    vouchFor(tls.cert)
    const { url } = await guarded({ tls })
    expect(await answerOf({ url })).toEqual({ code: 'source_tls', detail: expect.stringMatching(/altnames/) })
  })

  it('is not looked for where plain HTTP is spoken, and the other way round', async () => {
    const plain = await guarded({})
    expect(await answerOf({ url: plain.url.replace('http:', 'https:') })).toEqual({ code: 'source_tls', detail: expect.any(String) })
    const { url } = await guarded({ tls: selfSigned('127.0.0.1') })
    expect(await answerOf({ url: url.replace('https:', 'http:') })).toEqual({ code: 'source_unreachable', detail: expect.any(String) })
  })
})

describe('a password', () => {
  it.each([
    ['right', basic, reached],
    ['wrong', { ...basic, password: 'pa$$:word' }, { code: 'source_unauthorized', status: 401 }],
    ['missing', {}, { code: 'source_unauthorized', status: 401 }],
  ])('%s', async (_name, given, expected) => {
    const { url } = await guarded({ basic })
    expect(await answerOf({ url, ...given })).toEqual(expected)
  })

  it('travels over TLS as well', async () => {
    const { url } = await guarded({ basic, tls: selfSigned('127.0.0.1') })
    expect(await answerOf({ url, ...basic, insecureTls: true })).toEqual(reached)
  })
})

describe('an account that may not', () => {
  const forbidden = {
    answer: 403,
    body: { error: { type: 'security_exception', reason: 'no permissions for [indices:data/read/field_caps] and User [name=analyst]' }, status: 403 },
  }

  it('search is told so', async () => {
    const proxy = await guarded({ basic })
    proxy.decide = ({ path }) => (path === '/' ? null : forbidden)
    expect(await answerOf({ url: proxy.url, ...basic })).toEqual({ code: 'source_unauthorized', status: 403 })
  })
})
