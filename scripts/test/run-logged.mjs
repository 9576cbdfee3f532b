import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { killGroup } from '../../services/processes.mjs'

/**
 * Runs a command that ends by itself, in a process group of its own, with both outputs in `logFile`. Answers `{ ok, ms, why }`; it rejects only when
 * `signal` is aborted, after it has killed the group. `limitMs` ends a command that hangs.
 */
export function runLogged({ command, args, cwd, env, logFile, signal, limitMs }) {
  signal?.throwIfAborted()
  const beganMs = Date.now()
  const out = openSync(logFile, 'w', 0o600)
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', out, out] })
  closeSync(out)
  let late = false
  const end = () => child.pid && killGroup(child.pid)
  const timer = setTimeout(() => {
    late = true
    end()
  }, limitMs)
  signal?.addEventListener('abort', end, { once: true })
  return new Promise((resolve, reject) => {
    const finish = (why) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      if (signal?.aborted) reject(signal.reason)
      else resolve({ ok: why === '', ms: Date.now() - beganMs, why })
    }
    child.once('error', (error) => finish(error.message))
    child.once('exit', (code, killedBy) => finish(reasonOf({ code, killedBy, late, limitMs })))
  })
}

function reasonOf({ code, killedBy, late, limitMs }) {
  if (late) return `not done after ${Math.round(limitMs / 1000)} s`
  if (code === 0) return ''
  return killedBy ? `killed by ${killedBy}` : `exit status ${code}`
}

/** What a failed command wrote, without colours, cut to its last lines. */
export function readLog(logFile, lines = 150) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with one.
  const text = readFileSync(logFile, 'utf8').replace(/\x1b\[[0-9;]*m/g, '')
  const all = text.trimEnd().split('\n')
  return all.length > lines ? `... ${all.length - lines} lines left out, see ${logFile}\n${all.slice(-lines).join('\n')}` : all.join('\n')
}
