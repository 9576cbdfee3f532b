import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { killGroup } from '../../services/processes.mjs'
import { tail } from '../../services/supervise.mjs'

/**
 * Runs a command that ends by itself (npm, prisma, next build, qd). Its output goes to `logs/<name>.log`; `capture` gives stdout back instead.
 * Aborting `signal` ends its whole group. A failure carries the end of the log and a `cure`.
 */
export function runTool({ state, name, command, args, cwd, env, signal, capture = false, cure = '' }) {
  signal?.throwIfAborted()
  const log = state.file(`logs/${name}.log`)
  const out = openSync(log, 'w', 0o600)
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', capture ? 'pipe' : out, out] })
  closeSync(out)
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
  })
  const end = () => killGroup(child.pid)
  signal?.addEventListener('abort', end, { once: true })
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${name}: ${error.message}`)))
    child.once('close', (code, killedBy) => {
      signal?.removeEventListener('abort', end)
      if (code === 0) return resolve(text)
      if (signal?.aborted) return reject(signal.reason)
      const why = `${name} failed (${killedBy ?? `code ${code}`}). The end of ${log}:\n${tail(log)}`
      reject(Object.assign(new Error(cure ? `${why}\n${cure}` : why), { stdout: text }))
    })
  })
}

/** The JSON document that a tool printed: all of its output, or the last line where a warning stands before it. */
export function parseJson(text, name) {
  const trimmed = text.trim()
  for (const part of [trimmed, trimmed.split('\n').at(-1)]) {
    try {
      return JSON.parse(part)
    } catch {}
  }
  throw new Error(`${name} did not print the JSON that was expected`)
}
