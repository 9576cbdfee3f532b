import { runFeed } from '#features/runs/feed/service.ts'
import { eventStream } from '#server/http/event-stream.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'runs.view',
  summary: 'Server-sent events: `run` with a snapshot of each run that changes, `workers` with how many are alive; Last-Event-ID replays',
  answer: { contentType: 'text/event-stream' },
  handle: async ({ request }) => eventStream(request.signal, (send) => runFeed().subscribe(send, request.headers.get('last-event-id'))),
})
