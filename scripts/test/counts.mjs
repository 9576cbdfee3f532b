import { existsSync, readFileSync } from 'node:fs'

/** What one suite came to: `{ passed, failed, skipped, reasons }`; `reasons` says for each skipped test why. */
export const emptyCounts = () => ({ passed: 0, failed: 0, skipped: 0, reasons: [] })

const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null)

/** Vitest's JSON report. A file that broke before its first test counts as one failed test. */
export function countVitest(file) {
  const counts = emptyCounts()
  for (const { name, status, assertionResults } of readReport(file)?.testResults ?? []) {
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) counts.failed++
    for (const test of assertionResults) countVitestTest(counts, name, test)
  }
  return counts
}

function countVitestTest(counts, file, { status, fullName, meta }) {
  if (status === 'passed') counts.passed++
  else if (status === 'failed') counts.failed++
  else {
    counts.skipped++
    counts.reasons.push(`${file}: ${fullName}: ${meta?.reason ?? status}`)
  }
}

/** Playwright's JSON report. A test that passed only when it was repeated counts as failed: the summary must not call luck a success. */
export function countPlaywright(file) {
  const report = readReport(file)
  const counts = emptyCounts()
  for (const { spec, test } of testsOf(report?.suites ?? [])) {
    if (test.status === 'expected') counts.passed++
    else if (test.status !== 'skipped') counts.failed++
    else {
      counts.skipped++
      const reason = test.annotations?.find((note) => note.type === 'skip' || note.type === 'fixme')?.description
      counts.reasons.push(`${spec.file}: ${spec.title}: ${reason ?? 'no reason given'}`)
    }
  }
  counts.failed += report?.errors?.length ?? 0
  return counts
}

const testsOf = (suites) =>
  suites.flatMap((suite) => [...testsOf(suite.suites ?? []), ...(suite.specs ?? []).flatMap((spec) => spec.tests.map((test) => ({ spec, test })))])

export function countSteps(done) {
  const failed = done.filter((step) => !step.ok).length
  return { ...emptyCounts(), passed: done.length - failed, failed }
}

/** A program that must count as failed when it ends badly, whatever its report says, and when it tested nothing at all. */
export function withOutcome(counts, ok) {
  const nothing = counts.passed + counts.failed + counts.skipped === 0
  return counts.failed === 0 && (!ok || nothing) ? { ...counts, failed: 1 } : counts
}
