import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { findProgram } from './find-program.mjs'
import { endProcess, forgetProcess, killGroup, recallProcess, rememberProcess } from './processes.mjs'

const LOG_LIMIT_BYTES = 20 * 1024 * 1024
const STABLE_AFTER_MS = 60_000

/** The last lines of a log, for an error message. */
export function tail(file, lines = 15) {
  if (!existsSync(file)) return ''
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}

const recordFile = (state, name) => state.file(`run/${name}.json`)

/** Ends what an earlier, crashed start of this state directory left running under this name. Gives true when there was something. */
export async function endLeftover(state, name, graceMs) {
  const outcome = await endProcess(recallProcess(recordFile(state, name)), graceMs)
  forgetProcess(recordFile(state, name))
  return outcome !== 'gone'
}

/**
 * Keeps one process running: starts it in a process group of its own (Ctrl-C in a terminal reaches only us, and we end things in order), logs to
 * `logs/<name>.log`, writes down its pid, and starts it again with growing pauses when it dies after it was ready once.
 * `diesWithUs` is for programs that are not ours and cannot watch for it themselves.
 * `ready(child)` resolves when the process serves; a process that dies before that fails the start, with the end of its log in the error.
 */
export function supervise({ state, name, command, args, env, cwd, ipc = false, diesWithUs = false, ready, graceMs, note = () => {}, onPid = () => {} }) {
  const log = state.file(`logs/${name}.log`)
  const [program, ...programArgs] = diesWithUs ? [...deathSignal(env), command, ...args] : [command, ...args]
  let child = null
  let gone = Promise.resolve()
  let closing = false
  let wasReady = false
  let failures = 0
  let pause = null

  function launch() {
    rotate(log)
    const out = openSync(log, 'a', 0o600)
    const bornMs = Date.now()
    child = spawn(program, programArgs, { cwd, env, detached: true, stdio: ['ignore', out, out, ...(ipc ? ['ipc'] : [])] })
    closeSync(out)
    if (child.pid) rememberProcess(recordFile(state, name), child.pid)
    onPid(child.pid)
    const own = child
    gone = new Promise((resolve) => {
      own.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
      own.once('error', (error) => resolve(error.message))
    })
    gone.then((how) => {
      forgetProcess(recordFile(state, name))
      onPid(null)
      if (!closing && wasReady) again(how, Date.now() - bornMs)
    })
    const died = gone.then((how) => {
      throw new Error(`${name} ended before it was ready (${how}). The end of ${log}:\n${tail(log)}`)
    })
    const serving = Promise.race([ready(own), died])
    died.catch(() => {})
    return serving
  }

  function again(how, livedMs) {
    failures = livedMs > STABLE_AFTER_MS ? 0 : failures + 1
    const waitMs = Math.min(10_000, 125 * 2 ** failures)
    note(`${name} ended (${how}): starting it again in ${waitMs / 1000} s, see ${log}`)
    pause = setTimeout(() => launch().then(() => note(`${name} is back (pid ${child.pid})`), giveBack), waitMs)
  }
  // A restart that hangs or dies too is handled by its own exit; one that lives but does not answer is ended so that it comes round again.
  const giveBack = () => !closing && isRunning() && killGroup(child.pid)
  const isRunning = () => Boolean(child?.pid) && child.exitCode === null && child.signalCode === null

  const serving = launch().then(() => {
    wasReady = true
  })
  return {
    name,
    log,
    ready: serving,
    pid: () => child?.pid ?? null,
    async stop() {
      closing = true
      clearTimeout(pause)
      if (!isRunning()) return
      const timer = setTimeout(() => killGroup(child.pid), graceMs)
      child.kill('SIGTERM')
      await gone
      clearTimeout(timer)
    },
  }
}

/** Where the kernel can do it (Linux), a process that is asked to end when its parent is gone, even by `kill -9`. `setpriv` becomes the command: the pid is its own. */
function deathSignal(env) {
  const setpriv = process.platform === 'linux' ? findProgram(env, 'setpriv') : null
  return setpriv ? [setpriv, '--pdeathsig', 'TERM', '--'] : []
}

function rotate(log) {
  if (existsSync(log) && statSync(log).size > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`)
}
