import { expect, it } from 'vitest'
import messages from '#messages/en.json' with { type: 'json' }
import { fuzzOnce } from '#server/files/testing/fuzz.ts'

it('files that are nearly workbooks are read or refused by name, and nothing else', { timeout: 60_000 }, async () => {
  const outcomes = new Map<string, number>()
  for (let seed = 1; seed <= 500; seed++) {
    const outcome = await fuzzOnce(seed)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  // The mutations must reach both ends, or they prove nothing.
  expect(outcomes.get('read')).toBeGreaterThan(50)
  expect(outcomes.size).toBeGreaterThan(8)
  expect([...outcomes.keys()].filter((code) => code !== 'read' && !(code in messages.problems))).toEqual([])
})
