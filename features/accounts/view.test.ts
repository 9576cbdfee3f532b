import { describe, expect, it } from 'vitest'
import { deviceOf, filterOf } from '#features/accounts/view.ts'

describe('deviceOf', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge · Windows'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15', 'Safari · macOS'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Linux'],
    ['curl/8.0', null],
    [null, null],
  ])('%s', (agent, device) => {
    expect(deviceOf(agent)).toBe(device)
  })
})

it('filterOf leaves out what the address does not say', () => {
  const filters = { q: null, role: 'viewer', state: null }
  expect(filterOf({ page: 2, pageSize: 50, sort: null, filters })).toEqual({ page: 2, pageSize: 50, role: 'viewer' })
})
