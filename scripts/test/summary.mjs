/** The end of `npm test`: why tests were skipped, a line per suite, and the sum of all as the last line. */
export function summary(suites) {
  const sum = (key) => suites.reduce((total, suite) => total + suite[key], 0)
  const reasons = suites.flatMap((suite) => suite.reasons.map((reason) => `skipped: ${suite.name}: ${reason}`))
  const row = (name, passed, failed, skipped, seconds) =>
    `${name.padEnd(14)}${[passed, failed, skipped, seconds].map((cell) => `${cell}`.padStart(9)).join('')}`
  const lines = suites.map(({ name, passed, failed, skipped, ms }) => row(name, passed, failed, skipped, (ms / 1000).toFixed(1)))
  return [
    ...reasons,
    '',
    row('suite', 'passed', 'failed', 'skipped', 'seconds'),
    ...lines,
    `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`,
  ].join('\n')
}

/** True when there is something to be glad about. */
export const isGood = (suites) => suites.every((suite) => suite.failed === 0) && suites.some((suite) => suite.passed > 0)
