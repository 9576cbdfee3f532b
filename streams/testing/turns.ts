// A process that does what is due until it is killed. Its act takes a moment in the transaction, so that a kill lands in the middle of it.
import { fireDueSchedules } from '#features/schedules/firing/service.ts'
import { actFor, makeRun } from '#streams/testing/schedules.ts'

const acts = actFor(null, async (tx, by, payload, firing) => {
  const made = await makeRun(tx, by, payload, firing)
  await tx.$queryRaw`SELECT SLEEP(0.03)`
  return made
})

process.send?.('ready')
for (;;) await fireDueSchedules(acts)
