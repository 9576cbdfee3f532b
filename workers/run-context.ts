import type { Tx } from '#server/database.ts'

/** One resumable piece of a run. Its effect and the progress commit in one transaction guarded by the fence, or not at all. */
export type Step<Work, Memo> = {
  /** Unique within the run, e.g. `day0/12`. A step that is done already returns its memo without working again. */
  name: string
  /** Reads and computes. May be repeated; must stop soon after `signal` aborts. */
  work: (signal: AbortSignal) => Promise<Work>
  /** Writes to the console's database, in the step's transaction. */
  commit?: (tx: Tx, work: Work) => Promise<void>
  /** What later steps and a resumed run need to know of it: small, JSON. */
  memo: (work: Work) => Memo
  /** A line that a user reads, written with the step and so never twice: message `runs.log.<code>`. */
  says?: (work: Work) => { code: string; params: Record<string, string | number> }
  /** Units of the stage that it completes, or how many from what was worked; 1 when left out. */
  advance?: number | ((work: Work) => number)
}

export type RunContext<Payload> = {
  runId: string
  payload: Payload
  /** Aborts on cancel, pause, loss of the lease and shutdown. */
  signal: AbortSignal
  /** Enters a stage of the declaration. `total` in units; what earlier attempts completed counts as done. */
  stage: (name: string, total?: number) => Promise<void>
  step: <Work, Memo>(step: Step<Work, Memo>) => Promise<Memo>
  /** Forgets the steps whose names begin with one of `prefixes` and undoes their effects, in one transaction. */
  forget: (prefixes: readonly string[], undo?: (tx: Tx) => Promise<void>) => Promise<void>
  /** Keeps a file for download with the run; one of the same name is replaced. It expires after 30 days. */
  artefact: (file: { name: string; contentType: string; content: string | Uint8Array | AsyncIterable<string | Uint8Array> }) => Promise<void>
  /** A line that a user reads: message `runs.log.<code>`. */
  log: (level: 'info' | 'warn' | 'error', code: string, params?: Record<string, string | number>) => Promise<void>
}

/** What a finished run leaves: `result` is stored with it; `commit` writes in the same transaction that ends the run. */
export type RunOutcome = { result: Record<string, unknown>; commit?: (tx: Tx) => Promise<void> }

/**
 * A handler of one kind. It throws RunFailure for a known reason (the run fails at once); anything else thrown is
 * tried again up to the declaration's attempts.
 */
export type RunHandler<Payload> = (context: RunContext<Payload>) => Promise<RunOutcome>
