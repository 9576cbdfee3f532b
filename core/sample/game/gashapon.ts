import { lastingItems } from '#core/sample/game/stuff.ts'
import type { GameEnvironment, GameTable, Row } from '#core/sample/game/table.ts'
import { type Rng, rngOf } from '#core/sample/rng.ts'

const grades = ['N', 'R', 'SR', 'SSR']
const rateUnits = 1_000_000

/** `count` rates in units of 0.0001 %, each at least 1 unit, that sum to exactly 100 %. */
export function ratesOf(rng: Rng, count: number): number[] {
  const cuts = Array.from({ length: count - 1 }, () => 1 + rng.below(rateUnits - count)).sort((a, b) => a - b)
  const spread = cuts.map((cut, n) => cut - (n === 0 ? 0 : (cuts[n - 1] ?? 0)))
  const rates = [...spread, rateUnits - (cuts.at(-1) ?? 0)].map((rate) => Math.max(1, rate))
  const excess = rates.reduce((sum, rate) => sum + rate, 0) - rateUnits
  const largest = rates.indexOf(Math.max(...rates))
  return rates.map((rate, n) => (n === largest ? rate - excess : rate))
}

const decimal = (units: number): string => `${Math.floor(units / 10_000)}.${String(units % 10_000).padStart(4, '0')}`

/** The patch brings a ninth machine and takes the first away; the rates of machine 3 change. */
const machines = (environment: GameEnvironment): number[] => (environment === 'production' ? [1, 2, 3, 4, 5, 6, 7, 8] : [2, 3, 4, 5, 6, 7, 8, 9])
const streamOf = (machine: number, environment: GameEnvironment): number => 9_200_000 + machine * 10 + (machine === 3 && environment === 'test' ? 1 : 0)

function gradeRows(seed: number, machine: number, environment: GameEnvironment): Row[] {
  const rates = ratesOf(rngOf(seed, streamOf(machine, environment)), grades.length).sort((a, b) => b - a)
  return grades.map((grade, n) => [machine * 10 + n, machine, grade, decimal(rates[n] ?? 0)])
}

function itemRows(seed: number, machine: number): Row[] {
  const rng = rngOf(seed, 9_300_000 + machine)
  return grades.flatMap((grade, g) => {
    const rates = ratesOf(rng, 6)
    return rates.map((rate, n): Row => [machine * 1_000 + g * 100 + n, machine, grade, rng.pick(lastingItems), decimal(rate)])
  })
}

/** Comes as the sheet `Gashapone_Step1_Rate`; the rates of a machine sum to 100. */
export const gashaponStep1: GameTable = {
  name: 'gashapon_step1',
  definition: [
    '`id` INT NOT NULL',
    '`gashapon_id` INT NOT NULL',
    '`grade` VARCHAR(4) NOT NULL',
    '`rate` DECIMAL(7,4) NOT NULL',
    'PRIMARY KEY (`id`)',
    'UNIQUE KEY `gashapon_grade` (`gashapon_id`, `grade`)',
  ],
  columns: ['id', 'gashapon_id', 'grade', 'rate'],
  rows: (seed, environment) => machines(environment).flatMap((machine) => gradeRows(seed, machine, environment)),
}

/** Comes as the sheet `Gashapone_Step2_Rate`; the rates of a machine and grade sum to 100. */
export const gashaponStep2: GameTable = {
  name: 'gashapon_step2',
  definition: [
    '`id` INT NOT NULL',
    '`gashapon_id` INT NOT NULL',
    '`grade` VARCHAR(4) NOT NULL',
    '`stuff_id` INT NOT NULL',
    '`rate` DECIMAL(7,4) NOT NULL',
    'PRIMARY KEY (`id`)',
    'KEY `gashapon_grade` (`gashapon_id`, `grade`)',
    'CONSTRAINT `gashapon_step2_stuff` FOREIGN KEY (`stuff_id`) REFERENCES `stuff` (`id`)',
  ],
  columns: ['id', 'gashapon_id', 'grade', 'stuff_id', 'rate'],
  rows: (seed, environment) => machines(environment).flatMap((machine) => itemRows(seed, machine)),
}
