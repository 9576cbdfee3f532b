import { z } from 'zod'
import { run, runCommand } from '#features/runs/schema.ts'
import { commandRun } from '#features/runs/service.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'runs.control',
  summary: 'Cancel, pause, resume or retry a run',
  params: z.object({ id: z.string() }),
  body: z.strictObject({ command: runCommand }).meta({ id: 'RunCommandRequest' }),
  answer: run,
  handle: ({ who, params, body, ip, requestId }) => commandRun(who, params.id, body.command, { ip, requestId }),
})
