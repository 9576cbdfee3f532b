import { afterEach, beforeEach, vi } from 'vitest'

// A test that expects an error line puts its own spy in place of this one.
let guard

beforeEach(() => {
  guard = vi.spyOn(console, 'error')
})

afterEach(() => {
  const lines = guard.mock.calls.map((parts) => parts.map(String).join(' '))
  guard.mockRestore()
  if (lines.length) throw new Error(`the test wrote to console.error, which nobody expected:\n${lines.join('\n')}`)
})
