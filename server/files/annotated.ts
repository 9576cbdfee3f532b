import 'server-only'
import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { pathOfFile, removeFile } from '#server/files/kept.ts'
import { log } from '#server/log.ts'

/** Something to be said at a cell. Without a cell it is about the sheet, without a sheet about the file. */
export type Mark = { level: 'error' | 'warning'; sheet: string | null; cell: string | null; message: string }
export type AnnotateJob = { path: string; name: string; kind: 'xlsx' | 'csv'; out: string; marks: readonly Mark[] }
export type AnnotateMessage = { done: true } | { failed: string }

/** What is larger than this hardly fits into the memory that a copy may take (8 MB want more than 1 GB): it is said instead of tried. */
export const mostAnnotatedBytes = 4 * 1024 * 1024
const heapMegabytes = 768
const longestMs = 60_000

/** From the folder that the console runs in: the web server is built, programs of their own are not, so the build must not look for it. */
const program = (): string => resolve('workers/datasheets/annotate.ts')

function start(): ChildProcess {
  return fork(/* turbopackIgnore: true */ program(), [], {
    execArgv: ['--conditions=react-server', `--max-old-space-size=${heapMegabytes}`],
    // Nothing of the console's own: its environment holds secrets.
    env: { NODE_ENV: 'production', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

/** The child's last word; null when it ended without one: too little memory or time. */
function converse(job: AnnotateJob): Promise<AnnotateMessage | null> {
  return new Promise((done) => {
    const child = start()
    let said: AnnotateMessage | null = null
    const timer = setTimeout(() => child.kill('SIGKILL'), longestMs)
    child.on('message', (message: AnnotateMessage) => {
      said = message
    })
    child.on('error', (error) => log.warn({ err: error }, 'a copy could not be begun'))
    child.on('close', () => {
      clearTimeout(timer)
      done(said)
    })
    child.send(job, () => {})
  })
}

/** One at a time: each may take what `heapMegabytes` says. */
let turn: Promise<unknown> = Promise.resolve()

/**
 * A copy of a workbook with marked cells coloured and commented, as a kept file; its name, for whoever reads and removes
 * it. Refuses annotated_too_large and annotated_unreadable: the list of findings says the same in another form.
 */
export async function annotatedFile(file: Omit<AnnotateJob, 'out'> & { bytes: number }): Promise<string | Refusal> {
  const { bytes, ...rest } = file
  if (bytes > mostAnnotatedBytes) return refuse('annotated_too_large', 422, { file: file.name, most: mostAnnotatedBytes / 1024 / 1024 })
  const kept = randomUUID()
  const mine = turn.then(() => converse({ ...rest, path: resolve(rest.path), out: resolve(pathOfFile(kept)) }))
  turn = mine.catch(() => {})
  const said = await mine
  if (said && 'done' in said) return kept
  await removeFile(kept)
  if (said === null) return refuse('annotated_too_large', 422, { file: file.name, most: mostAnnotatedBytes / 1024 / 1024 })
  log.warn({ failed: said.failed }, 'a workbook could not be copied')
  return refuse('annotated_unreadable', 422, { file: file.name })
}
