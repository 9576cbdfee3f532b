import { expect, it } from 'vitest'
import { refusalBudget, takeRefusal } from '#core/audit/refusals.ts'

const recorded = (answers: { record: boolean }[]): number => answers.filter((answer) => answer.record).length

it('gives the same refusal one row a minute and says how many had none', () => {
  const budget = refusalBudget(0)
  const answers = Array.from({ length: 50 }, (_, index) => takeRefusal(budget, 'a', 'GET users.view', index))
  expect(recorded(answers)).toBe(1)
  expect(takeRefusal(budget, 'a', 'GET audit.view', 60)).toEqual({ record: true, left: 49 })
  expect(takeRefusal(budget, 'a', 'GET users.view', 60_000)).toEqual({ record: true, left: 0 })
})

it('gives one person ten rows a minute, whatever is asked for', () => {
  const budget = refusalBudget(0)
  expect(recorded(Array.from({ length: 1_000 }, (_, index) => takeRefusal(budget, 'a', `what ${index}`, 1)))).toBe(10)
  expect(takeRefusal(budget, 'b', 'what', 1)).toEqual({ record: true, left: 0 })
  expect(takeRefusal(budget, 'a', 'what', 60_001)).toEqual({ record: true, left: 990 })
})

it('gives all together 120 rows a minute and forgets the quiet', () => {
  const budget = refusalBudget(0)
  expect(recorded(Array.from({ length: 500 }, (_, index) => takeRefusal(budget, `person ${index}`, 'what', 1)))).toBe(120)
  takeRefusal(budget, 'x', 'what', 120_001)
  expect(budget.people.has('person 0')).toBe(false)
})
