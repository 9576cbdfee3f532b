import { registry } from '#workers/registry.ts'
import { serve } from '#workers/serve.ts'

await serve(registry)
