import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideCommand, decideFailure, decideStop, isActive, isEnded, type RunCommand, type RunState } from '#core/runs/state.ts'

const states: RunState[] = ['queued', 'running', 'pausing', 'paused', 'cancelling', 'cancelled', 'failed', 'succeeded']
const commands: RunCommand[] = ['cancel', 'pause', 'resume', 'retry']

/** The whole transition table, written by hand: rows are states, a dash is a refusal. */
const held = `
           cancel      pause    resume   retry
queued     cancelled   paused   -        -
running    cancelling  pausing  -        -
pausing    cancelling  pausing  running  -
paused     cancelled   paused   queued   -
cancelling cancelling  -        -        -
cancelled  -           -        -        queued
failed     -           -        -        queued
succeeded  -           -        -        -`
const unheld = held
  .replace('running    cancelling  pausing', 'running    cancelled   paused')
  .replace('pausing    cancelling  pausing  running', 'pausing    cancelled   paused   queued')
  .replace('cancelling cancelling', 'cancelling cancelled')

describe.each([
  ['held by a worker', held, true],
  ['held by nobody', unheld, false],
] as const)('commands, %s', (_name, table, isHeld) => {
  const rows = table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
  it.each(rows)('%s: cancel %s, pause %s, resume %s, retry %s', (state, ...expected) => {
    const got = commands.map((command) => decideCommand(state as RunState, command, isHeld)).map((decision) => (decision.allowed ? decision.to : '-'))
    expect(got).toEqual(expected)
  })
})

describe('decisions', () => {
  it('tells a worker exactly when the run becomes queued', () => {
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.constantFrom(...commands), fc.boolean(), (state, command, isHeld) => {
        const decision = decideCommand(state, command, isHeld)
        expect(!decision.allowed || decision.enqueue === (decision.to === 'queued')).toBe(true)
      }),
    )
  })
  it('is cancelled only after somebody looked what happened outside of the console', () => {
    for (const state of ['queued', 'running', 'pausing', 'paused', 'cancelling'] as const) {
      expect(decideCommand(state, 'cancel', true, true)).toEqual({ allowed: true, to: 'cancelling', enqueue: false })
      expect(decideCommand(state, 'cancel', false, true)).toEqual({ allowed: true, to: 'cancelling', enqueue: true })
    }
    expect(decideCommand('failed', 'cancel', false, true)).toEqual({ allowed: false })
    expect(decideStop('cancelling', true)).toEqual({ allowed: true, to: 'cancelling', enqueue: true })
    expect(decideFailure('cancelling', 1, 3, true, true)).toEqual({ to: 'failed' })
  })
  it('stops as asked, and goes back to the queue when nobody asked', () => {
    expect(decideStop('pausing')).toMatchObject({ to: 'paused', enqueue: false })
    expect(decideStop('cancelling')).toMatchObject({ to: 'cancelled', enqueue: false })
    expect(decideStop('running')).toMatchObject({ to: 'queued', enqueue: true })
    expect(decideStop('failed')).toEqual({ allowed: false })
  })
  it.each([
    ['running', 1, 3, false, { to: 'queued', delayMs: 1000 }],
    ['running', 2, 3, false, { to: 'queued', delayMs: 4000 }],
    ['running', 3, 3, false, { to: 'failed' }],
    ['running', 1, 3, true, { to: 'failed' }],
    ['pausing', 1, 3, false, { to: 'paused' }],
    ['pausing', 1, 3, true, { to: 'failed' }],
    ['cancelling', 3, 3, true, { to: 'cancelled' }],
  ] as const)('failure in %s, attempt %i of %i, final %s', (state, attempt, attempts, final, expected) => {
    expect(decideFailure(state, attempt, attempts, final)).toEqual(expected)
  })
  it('a state is ended, active or paused', () => {
    for (const state of states) expect([isEnded(state), isActive(state), state === 'paused'].filter(Boolean)).toHaveLength(1)
  })
})
