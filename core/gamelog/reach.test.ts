import { describe, expect, it } from 'vitest'
import { reachFault } from '#core/gamelog/reach.ts'
import { refuse } from '#core/shared/refusal.ts'

const saying = (detail: string, url: string) => reachFault(refuse('source_unreachable', 502, { detail }), new URL(url))

describe('reachFault', () => {
  it.each([
    ['getaddrinfo ENOTFOUND logs.invalid', 'https://logs.invalid:9200', 'source_host_unknown', { host: 'logs.invalid' }],
    ['getaddrinfo EAI_AGAIN logs', 'https://logs', 'source_host_unknown', { host: 'logs' }],
    ['connect ECONNREFUSED 127.0.0.1:1', 'http://127.0.0.1:1', 'source_refused', { host: '127.0.0.1', port: 1 }],
    ['connect ECONNREFUSED ::1:443', 'https://localhost', 'source_refused', { host: 'localhost', port: 443 }],
    ['socket hang up', 'http://db:3306', 'source_not_opensearch', { detail: 'socket hang up' }],
    ['connect EHOSTUNREACH 10.0.0.1:9200', 'http://10.0.0.1:9200', 'source_unreachable', { detail: 'connect EHOSTUNREACH 10.0.0.1:9200' }],
  ])('%s', (detail, url, code, params) => expect(saying(detail, url)).toMatchObject({ code, params }))

  it('leaves every other answer as it is', () => {
    const other = refuse('source_unauthorized', 502, { status: 401 })
    expect(reachFault(other, new URL('http://a'))).toBe(other)
  })
})
