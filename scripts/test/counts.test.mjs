import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inTempProject } from '../testing/temp-project.mjs'
import { countPlaywright, countVitest, emptyCounts, withOutcome } from './counts.mjs'
import { isGood, summary } from './summary.mjs'

const counted = (count, report) => inTempProject({ 'report.json': JSON.stringify(report) }, (root) => count(join(root, 'report.json')))

describe('counts', () => {
  it('reads a report of Vitest, a file that broke on import included', async () => {
    const test = (status) => ({ status, fullName: `a ${status} test`, meta: {} })
    const report = {
      testResults: [
        { name: 'a.test.ts', status: 'failed', assertionResults: [test('passed'), test('failed'), test('skipped')] },
        { name: 'b.test.ts', status: 'failed', assertionResults: [] },
        { name: 'c.test.ts', status: 'passed', assertionResults: [test('passed')] },
      ],
    }
    expect(await counted(countVitest, report)).toEqual({ passed: 2, failed: 2, skipped: 1, reasons: ['a.test.ts: a skipped test: skipped'] })
  })

  it('reads a report of Playwright, where a test that needed a second try has failed', async () => {
    const test = (status, annotations) => ({ title: status, file: 'a.spec.ts', tests: [{ status, annotations }] })
    const report = {
      errors: [{ message: 'a file did not load' }],
      suites: [
        {
          specs: [test('expected'), test('flaky')],
          suites: [{ specs: [test('unexpected'), test('skipped', [{ type: 'skip', description: 'no touch here' }])] }],
        },
      ],
    }
    expect(await counted(countPlaywright, report)).toEqual({ passed: 1, failed: 3, skipped: 1, reasons: ['a.spec.ts: skipped: no touch here'] })
  })

  it.each([
    ['a missing report', emptyCounts(), true, 1],
    ['a crash after good tests', { ...emptyCounts(), passed: 3 }, false, 1],
    ['a failure that is counted already', { ...emptyCounts(), passed: 3, failed: 2 }, false, 2],
    ['a good end', { ...emptyCounts(), passed: 3 }, true, 0],
  ])('judges %s', (_, counts, ok, failed) => {
    expect(withOutcome(counts, ok).failed).toBe(failed)
  })
})

describe('summary', () => {
  const suite = (name, passed, failed, skipped = 0) => ({ name, passed, failed, skipped, reasons: skipped ? ['x: why'] : [], ms: 1500 })

  it('ends with the sum of all suites and says above why tests were skipped', () => {
    const lines = summary([suite('unit', 10, 0), suite('browser', 3, 1, 1)]).split('\n')
    expect(lines.at(-1)).toBe('13 passed, 1 failed, 1 skipped')
    expect(lines[0]).toBe('skipped: browser: x: why')
    expect(lines.at(-2)).toMatch(/^browser +3 +1 +1 +1\.5$/)
  })

  it.each([
    [[suite('a', 1, 0), suite('b', 0, 0)], true],
    [[suite('a', 1, 1)], false],
    [[suite('a', 0, 0)], false],
    [[], false],
  ])('is good only without a failure and with a success', (suites, good) => {
    expect(isGood(suites)).toBe(good)
  })
})
