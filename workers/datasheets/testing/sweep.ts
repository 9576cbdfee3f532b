import { sweepPlanRows } from '#features/datasheets/sweeping/service.ts'

/** A process that sweeps again and again until somebody ends it. */
process.send?.('ready')
for (;;) await sweepPlanRows(new AbortController().signal, 60_000)
