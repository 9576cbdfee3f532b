import { describe, expect, it } from 'vitest'
import { ruleErrors, ruleWarnings } from '#core/datasheets/rules/codes.ts'
import { summaryCodes } from '#core/datasheets/summary/words.ts'
import en from '#messages/en.json'
import ko from '#messages/ko.json'
import { valueErrors, valueWarnings } from './codes.ts'

const findings = [...valueErrors, ...valueWarnings, ...ruleErrors, ...ruleWarnings]

describe.each([
  ['Korean', ko],
  ['English', en],
])('%s', (_, { datasheets }) => {
  const findingTexts: Record<string, string> = datasheets.findings
  const words: Record<string, string> = datasheets.summary.words

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
