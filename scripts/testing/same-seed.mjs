import fc from 'fast-check'

// Property tests begin with the same seed everywhere: what is red once is red again. FAST_CHECK_SEED looks elsewhere (a number, or `random`),
// FAST_CHECK_RUNS further.
const { FAST_CHECK_SEED: seed = '20261121', FAST_CHECK_RUNS: runs } = process.env

fc.configureGlobal({ ...(seed === 'random' ? {} : { seed: Number(seed) }), ...(runs ? { numRuns: Number(runs), interruptAfterTimeLimit: 60_000 } : {}) })
