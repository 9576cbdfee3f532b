import { expect, test } from 'vitest'
import { banner } from './banner.mjs'

const analysis = {
  runId: '42',
  day: { from: '2026-11-01T00:00:00+09:00', to: '2026-11-02T00:00:00+09:00' },
  players: 1234,
  retainedD1: 40,
  ripeD1: 120,
  rateD1: 1 / 3,
  activeMinutesMean: 17.25,
}
const common = { url: 'http://127.0.0.1:3300', stateDir: '.quarterdeck', tookMs: 61_400 }

test('says where to go, how to sign in and what was found', () => {
  const text = banner({ ...common, administrator: { email: 'admin@quarterdeck.local', password: 'once' }, analysis })
  expect(text).toContain('up after 61 s: http://127.0.0.1:3300')
  expect(text).toMatch(/sign in +admin@quarterdeck\.local\n +password +once/)
  expect(text).toContain('new players 1,234, D1 33.3 % (40 of 120), mean active minutes 17.3')
  expect(text).toContain('http://127.0.0.1:3300/retention/42')
})

test('invents no number where there is none', () => {
  const text = banner({ ...common, administrator: { email: 'a@b.c', password: null }, analysis: { ...analysis, rateD1: null, activeMinutesMean: null } })
  expect(text).toContain('D1 no day 1 yet, mean active minutes unknown')
  expect(text).toMatch(/password +the one that you chose/)
})

test('leaves the sample out when there was none', () => {
  expect(banner({ ...common, administrator: { email: 'a@b.c', password: null }, analysis: null })).not.toContain('sample')
})
