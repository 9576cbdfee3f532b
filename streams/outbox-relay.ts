import { relayOutbox } from '#features/runs/execution/service.ts'
import { queue } from '#server/queue.ts'
import { repeat } from '#streams/repeat.ts'

/** Brings new runs to the queue, twenty times a second: people wait for it. */
export const runOutboxRelay = (signal: AbortSignal): Promise<void> => repeat('outbox-relay', 50, signal, () => relayOutbox(queue()))
