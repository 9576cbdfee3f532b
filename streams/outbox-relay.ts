import { relayOutbox } from '#features/runs/execution/service.ts'
import { queue } from '#server/queue.ts'
import { repeat } from '#streams/repeat.ts'

/** Brings new runs to the queue, five times a second. */
export const runOutboxRelay = (signal: AbortSignal): Promise<void> => repeat('outbox-relay', 200, signal, () => relayOutbox(queue()))
