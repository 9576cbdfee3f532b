import { describe, expect, it } from 'vitest'
import { ruleErrors, ruleWarnings } from '#core/datasheets/rules/codes.ts'
import { summaryCodes } from '#core/datasheets/summary/words.ts'
import { valueErrors, valueWarnings } from './codes.ts'
import { texts } from './testing/texts.ts'

const findings = [...valueErrors, ...valueWarnings, ...ruleErrors, ...ruleWarnings]

describe.each(texts)('%s', (_, { findings: findingTexts, words }) => {
  it.each(findings)('has a rule and a cure for %s', (code) => {
    expect(findingTexts[code]).toMatch(/\S\. .*\S\.|\S\. |: .*\.|\{hint, select/)
  })
  it.each(summaryCodes)('has words for %s', (code) => {
    expect(words[code]).toMatch(/\S/)
  })
})

describe('codes', () => {
  it('are named once', () => {
    expect(new Set(findings).size).toBe(findings.length)
  })
})
