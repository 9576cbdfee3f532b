import { createRun } from '#features/runs/service.ts'
import { db } from '#server/database.ts'
import { countJob } from '#workers/testing/count.ts'

// A request that starts a run, in a process that is gone in the moment after (or before) its transaction commits.
const [when, userId = ''] = process.argv.slice(2)
const die = () => process.kill(process.pid, 'SIGKILL')
const by = { userId, name: 'Tester', email: 'tester@example.test', role: 'administrator', via: 'token', scopes: ['all'], mustChangePassword: false } as const
await db.$transaction(async (tx) => {
  await createRun(tx, { job: countJob, payload: { steps: 5, stepMs: 50 }, title: { size: 'small' }, keywords: 'count', by: { ...by, scopes: ['all'] } })
  if (when === 'before') die()
})
die()
