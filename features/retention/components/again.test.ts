import { expect, it } from 'vitest'
import { againRequest, commandOf, newHref, sentenceOf } from './again.ts'
import { valuesOf } from './form-values.ts'

const analysis = {
  source: "min's game",
  from: '2026-11-20T03:00:00.000Z',
  to: '2026-11-23T03:00:00.000Z',
  zone: 'Asia/Seoul',
  identity: 'either' as const,
  lookbackDays: 30,
  sample: null,
  gapSeconds: 90,
  sessionCapSeconds: 7_200,
  metrics: [
    { name: 'retention_d1', label: 'D1', version: 1 },
    { name: 'gold_spent', label: 'Gold', version: 3 },
  ],
}

it('the form opens as the analysis was asked', () => {
  const asked = Object.fromEntries(new URL(newHref(analysis, 'to'), 'http://x').searchParams)
  expect(asked).toMatchObject({ edit: 'to', source: "min's game" })
  expect(valuesOf(asked, analysis.source, analysis.zone)).toEqual({
    source: "min's game",
    from: '2026-11-20 12:00:00',
    to: '2026-11-23 12:00:00',
    identity: 'either',
    lookbackDays: 30,
    sample: '',
    gapMinutes: 1.5,
    capMinutes: 120,
    metrics: ['retention_d1', 'gold_spent'],
  })
})

it('the same question has all that the first one had', () => {
  expect(againRequest(analysis)).toEqual({
    source: "min's game",
    from: '2026-11-20T12:00:00+09:00',
    to: '2026-11-23T12:00:00+09:00',
    identity: 'either',
    lookbackDays: 30,
    gapSeconds: 90,
    sessionCapSeconds: 7_200,
    metrics: ['retention_d1', 'gold_spent'],
  })
  expect(againRequest({ ...analysis, from: '2026-11-20T03:00:00.001Z' }).from).toBe('2026-11-20T03:00:00.001Z')
})

it('a shell takes the command as it is', () => {
  const command = commandOf(analysis)
  expect(command).toContain("--source 'min'\\''s game'")
  expect(command).toContain('--from 2026-11-20T12:00:00+09:00 --to 2026-11-23T12:00:00+09:00 --identity either --lookback 30')
  expect(command).not.toContain('--sample')
})

it('the sentence counts in milliseconds', () => {
  expect(sentenceOf(analysis)).toMatchObject({ gapMs: 90_000, sessionCapMs: 7_200_000, metrics: 2 })
})
