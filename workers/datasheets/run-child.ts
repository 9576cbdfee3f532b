import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readAddress } from '#core/environments/address.ts'
import { faultOf } from '#core/environments/fault.ts'
import { Refusal, RunFailure, refuse } from '#core/shared/refusal.ts'
import type { CompareJob, DiffJob, DiffMessage, DiffResult, DiffStage } from '#workers/datasheets/child/job.ts'

/** What any child is told at least: where it may write, and the game database that faults are told of; with a second one that rows are taken from. */
export type ChildJob = { folder: string; url: string; sourceUrl?: string }

export type ChildLimits = {
  /** Of the heap of its main thread; all of its memory may be twice that. */
  heapMegabytes: number
  memoryMegabytes: number
  seconds: number
}

/** What a child says: how far it is, and at the end one of the three others. */
export type ChildMessage<Stage extends string> = Exclude<DiffMessage, { progress: unknown }> | { progress: { stage: Stage; rows: number } }
type Hooks<Stage extends string> = { signal: AbortSignal; onProgress: (stage: Stage, rows: number) => void }
type Ending = { message: ChildMessage<string> | null; code: number | null; killed: NodeJS.Signals | null; words: string; late: boolean }

const diffProgram = new URL('./child/main.ts', import.meta.url).pathname
const compareProgram = new URL('./child/compare-main.ts', import.meta.url).pathname
const keptWords = 4_000
const outOfMemory = /heap out of memory|ERR_WORKER_OUT_OF_MEMORY|Array buffer allocation failed/

/** The folder's name stands in the list of processes, so that an operator sees whose child it is. */
function start(program: string, { folder }: ChildJob, { heapMegabytes }: ChildLimits, cacheFolder: string): ChildProcess {
  return fork(program, [basename(folder)], {
    // Cells live briefly: more room for them costs memory and saves no time.
    execArgv: ['--conditions=react-server', '--max-semi-space-size=8', `--max-old-space-size=${heapMegabytes}`],
    // Nothing of the worker's own: its environment holds the console's secrets. Few arenas keep what was freed from staying with the process.
    env: { NODE_ENV: 'production', MALLOC_ARENA_MAX: '2', NODE_COMPILE_CACHE: cacheFolder, TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

/** Gives the child its job and waits for its last word, its end, the time or the signal; it is gone afterwards. */
function converse<Stage extends string>(child: ChildProcess, job: ChildJob, seconds: number, { signal, onProgress }: Hooks<Stage>): Promise<Ending> {
  return new Promise((resolve) => {
    const ending: Ending = { message: null, code: null, killed: null, words: '', late: false }
    const stop = () => child.kill('SIGKILL')
    const timer = setTimeout(() => {
      ending.late = true
      stop()
    }, seconds * 1000)
    signal.addEventListener('abort', stop, { once: true })
    child.stderr?.on('data', (piece: Buffer) => {
      ending.words = (ending.words + piece.toString()).slice(-keptWords)
    })
    child.on('message', (message: ChildMessage<Stage> | { ready: true }) => {
      if ('ready' in message) child.send(job, () => {})
      else if ('progress' in message) onProgress(message.progress.stage, message.progress.rows)
      else ending.message = message
    })
    child.on('error', (error) => {
      ending.words += String(error)
    })
    child.on('close', (code, killed) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      resolve({ ...ending, code, killed })
    })
    if (signal.aborted) stop()
  })
}

function failureOf(ending: Ending, job: ChildJob, limits: ChildLimits): Error {
  const { message, code, killed, words, late } = ending
  if (late) return new RunFailure(refuse('datasheet_took_too_long', 422, { seconds: limits.seconds }))
  if (message && 'refused' in message) {
    const { code: name, status, params } = message.refused
    return new RunFailure(refuse(name, status, params))
  }
  const said = message && 'failed' in message ? message.failed : null
  if (outOfMemory.test(said?.message ?? words)) return new RunFailure(refuse('datasheet_needs_too_much_memory', 422, { megabytes: limits.heapMegabytes }))
  const address = readAddress(said?.source ? (job.sourceUrl ?? job.url) : job.url)
  if (said?.database && !(address instanceof Refusal)) {
    const { message: detail, code: name, errno } = said
    return new RunFailure(faultOf({ message: detail, code: name ?? undefined, errno: errno ?? undefined }, address, [address.password]))
  }
  return new Error(`the child ended by itself (${killed ?? code}): ${said?.message ?? words}`)
}

/**
 * Runs a program of ours as a process of its own, which leaves what it made in the job's folder.
 * @throws RunFailure for what was refused, for too much time or memory, and for what the game database said; the signal's reason after an abort.
 */
export async function runProgram<Stage extends string>(
  program: string,
  job: ChildJob,
  limits: ChildLimits,
  cacheFolder: string,
  hooks: Hooks<Stage>,
): Promise<void> {
  const ending = await converse(start(program, job, limits, cacheFolder), job, limits.seconds, hooks)
  hooks.signal.throwIfAborted()
  if (!ending.message || !('done' in ending.message)) throw failureOf(ending, job, limits)
}

/** Compares files, or another database, in a process of its own and reads what it left in the job's folder. @throws as `runProgram` does. */
export async function runChild(job: DiffJob | CompareJob, limits: ChildLimits, cacheFolder: string, hooks: Hooks<DiffStage>): Promise<DiffResult> {
  await runProgram('sourceUrl' in job ? compareProgram : diffProgram, job, limits, cacheFolder, hooks)
  // Only the child writes it.
  return JSON.parse(await readFile(join(job.folder, 'result.json'), 'utf8')) as DiffResult
}
