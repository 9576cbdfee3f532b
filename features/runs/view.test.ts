import { describe, expect, it } from 'vitest'
import { commandsFor, elapsedMs, percentOf, resultHref, stageSteps } from '#features/runs/view.ts'

describe('what a run shows', () => {
  it.each([
    ['queued', ['cancel', 'pause']],
    ['running', ['cancel', 'pause']],
    ['pausing', ['cancel', 'resume']],
    ['paused', ['cancel', 'resume']],
    ['cancelling', []],
    ['cancelled', ['retry']],
    ['failed', ['retry']],
    ['succeeded', []],
  ] as const)('%s offers %j', (state, commands) => {
    expect(commandsFor({ state })).toEqual(commands)
  })

  it('knows no percentage without a total, and never leaves 0..100', () => {
    expect(percentOf({ state: 'running', done: 5, total: null })).toBeNull()
    expect(percentOf({ state: 'running', done: 5, total: 10 })).toBe(50)
    expect(percentOf({ state: 'running', done: 12, total: 10 })).toBe(100)
    expect(percentOf({ state: 'succeeded', done: 0, total: 0 })).toBe(100)
  })

  it('shows the stages as steps', () => {
    const stages = ['a', 'b', 'c']
    expect(stageSteps({ stages, stage: 'b', state: 'running' }).map((step) => step.state)).toEqual(['done', 'now', 'waiting'])
    expect(stageSteps({ stages, stage: 'b', state: 'failed' }).map((step) => step.state)).toEqual(['done', 'stopped', 'waiting'])
    expect(stageSteps({ stages, stage: null, state: 'queued' }).map((step) => step.state)).toEqual(['waiting', 'waiting', 'waiting'])
    expect(stageSteps({ stages, stage: 'c', state: 'succeeded' }).map((step) => step.state)).toEqual(['done', 'done', 'done'])
  })

  it('counts the time from the start, to the end or to now', () => {
    expect(elapsedMs({ startedAt: null, finishedAt: null }, 0)).toBeNull()
    expect(elapsedMs({ startedAt: '2026-11-21T00:00:00Z', finishedAt: '2026-11-21T00:00:05Z' }, 0)).toBe(5_000)
    expect(elapsedMs({ startedAt: '2026-11-21T00:00:00Z', finishedAt: null }, Date.parse('2026-11-21T00:00:03Z'))).toBe(3_000)
  })

  it('leads to where its outcome is shown', () => {
    expect(resultHref({ kind: 'retention.analyse', id: '7', result: null })).toBe('/retention/7')
    expect(resultHref({ kind: 'datasheets.diff', id: '7', result: { plan: '3' } })).toBe('/datasheets/plans/3')
    expect(resultHref({ kind: 'datasheets.diff', id: '7', result: null })).toBe('/datasheets/plans')
    expect(resultHref({ kind: 'datasheets.derive', id: '7', result: { plan: '4' } })).toBe('/datasheets/plans/4')
    expect(resultHref({ kind: 'datasheets.import', id: '7', result: { import: '5' } })).toBe('/datasheets/imports/5')
    expect(resultHref({ kind: 'datasheets.import', id: '7', result: null })).toBe('/datasheets/imports')
    expect(resultHref({ kind: 'datasheets.export', id: '7', result: null })).toBe('/datasheets/export')
    expect(resultHref({ kind: 'sample.load', id: '7', result: null })).toBe('/sample')
  })
})
