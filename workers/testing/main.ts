import { serve } from '#workers/serve.ts'
import { countKinds } from '#workers/testing/count.ts'

// A worker in a process of its own, for tests that kill or stop it.
await serve(countKinds)
