import { setTimeout as delay } from 'node:timers/promises'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { Client } from '#cli/client.ts'
import { Interrupted, ProblemError } from '#cli/problem.ts'
import { type Run, type RunState, run, runDetail } from '#features/runs/schema.ts'

/** Broken streams in a row after which the run is polled; every so many polls the stream is tried again. */
const streamTries = 3
const pollsBetweenTries = 20
const pollMs = 1_000
const answerMs = 15_000
/** A stream that says nothing for so long is taken for dead (the server sends a comment more often). */
const silenceMs = 30_000
/** A console that is being restarted is waited for; after so long without any answer it is gone. */
const absenceMs = 60_000

export const ended = (state: RunState): boolean => state === 'succeeded' || state === 'failed' || state === 'cancelled'

/**
 * Waits for a run's end over the event stream, with `Last-Event-ID` on each reconnect, and by polling when the
 * stream cannot be had. `seen` gets each newer snapshot. Ctrl-C leaves the run alone and throws Interrupted.
 */
export async function follow(client: Client, start: Run, seen: (snapshot: Run) => void): Promise<Run> {
  const stop = new AbortController()
  const interrupt = () => stop.abort(new Interrupted(start.id))
  process.on('SIGINT', interrupt)
  try {
    return await new Follower(client, start, seen, stop.signal).end()
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error
  } finally {
    // A terminal and a launcher may both pass the signal on: the second one must not kill before the first has been answered.
    if (!stop.signal.aborted) process.off('SIGINT', interrupt)
    stop.abort()
  }
}

class Follower {
  private current: Run
  private lastEventId: string | undefined
  private broken = 0
  private heardAt = Date.now()
  private readonly client: Client
  private readonly seen: (snapshot: Run) => void
  private readonly stop: AbortSignal

  constructor(client: Client, start: Run, seen: (snapshot: Run) => void, stop: AbortSignal) {
    this.client = client
    this.current = start
    this.seen = seen
    this.stop = stop
    seen(start)
  }

  async end(): Promise<Run> {
    for (let polls = 0; !ended(this.current.state); polls += 1) {
      if (this.broken < streamTries || polls % pollsBetweenTries === 0) await this.listen().catch(() => this.stop.throwIfAborted())
      if (ended(this.current.state)) break
      await delay(this.broken < streamTries ? 200 * 2 ** this.broken : pollMs, undefined, { signal: this.stop })
      await this.lookPatiently()
    }
    return this.current
  }

  /** Reads the stream until the run has ended or the stream breaks. */
  private async listen(): Promise<void> {
    this.broken += 1
    const silence = new AbortController()
    const signal = AbortSignal.any([this.stop, silence.signal])
    const headers: Record<string, string> = this.lastEventId === undefined ? {} : { 'last-event-id': this.lastEventId }
    const timer = setTimeout(() => silence.abort(), silenceMs)
    try {
      const response = await this.client.open('/events', { accept: 'text/event-stream', signal, headers })
      // What happened between the last snapshot and the opening of the stream is in neither.
      await this.look()
      const decoder = new TextDecoder()
      const words = new TransformStream<Uint8Array, string>({
        transform: (chunk, controller) => {
          timer.refresh()
          this.heard()
          controller.enqueue(decoder.decode(chunk, { stream: true }))
        },
      })
      const messages = response.body?.pipeThrough(words).pipeThrough(new EventSourceParserStream({ onId: (id) => this.mark(id) }))
      for await (const message of messages ?? []) {
        if (message.event === 'run') this.take(message.data)
        if (ended(this.current.state)) return
      }
    } finally {
      clearTimeout(timer)
      silence.abort()
    }
  }

  private mark(id: string): void {
    this.lastEventId = id
    this.broken = 0
  }

  private heard(): void {
    this.heardAt = Date.now()
  }

  private async look(): Promise<void> {
    const signal = AbortSignal.any([this.stop, AbortSignal.timeout(answerMs)])
    const snapshot = await this.client.ask(runDetail, `/runs/${this.current.id}`, { signal })
    this.heard()
    this.accept(snapshot)
  }

  private take(data: string): void {
    this.broken = 0
    const snapshot = run.safeParse(parseJson(data)).data
    if (snapshot?.id === this.current.id) this.accept(snapshot)
  }

  private accept(snapshot: Run): void {
    if (snapshot.revision <= this.current.revision) return
    this.current = snapshot
    this.seen(snapshot)
  }

  /** A refusal ends the waiting; a broken line or a server in trouble is borne for a while. */
  private async lookPatiently(): Promise<void> {
    try {
      await this.look()
    } catch (error) {
      this.stop.throwIfAborted()
      const refused = error instanceof ProblemError && error.problem.status < 500 && error.problem.status !== 429
      if (refused || Date.now() - this.heardAt > absenceMs) throw error
    }
  }
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
