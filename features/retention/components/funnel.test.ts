import { expect, it } from 'vitest'
import { funnelSteps } from './funnel.ts'

it('each step is a share of the one before and of all', () => {
  const steps = funnelSteps({
    players: 200,
    funnel: [
      { column: 'tutorial_entry', players: 150 },
      { column: 'tutorial_completed', players: 75 },
    ],
  })
  expect(steps.map(({ ofBefore, ofAll }) => [ofBefore, ofAll])).toEqual([
    [0.75, 0.75],
    [0.5, 0.375],
  ])
})

it('what is not collected is unknown, and so is the share of it', () => {
  const steps = funnelSteps({
    players: 10,
    funnel: [
      { column: 'tutorial_entry', players: null },
      { column: 'tutorial_completed', players: 4 },
    ],
  })
  expect(steps[0]).toMatchObject({ players: null, ofBefore: null, ofAll: null })
  expect(steps[1]).toMatchObject({ ofBefore: null, ofAll: 0.4 })
})

it('nobody has no shares, which is not 0', () => {
  expect(funnelSteps({ players: 0, funnel: [{ column: 'tutorial_entry', players: 0 }] })[0]).toMatchObject({ players: 0, ofBefore: null, ofAll: null })
})
