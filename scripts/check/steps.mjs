import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { readLog, runLogged } from '../test/run-logged.mjs'
import { cruise } from './imports.mjs'

const LIMIT_MS = 300_000
const bin = (path) => join('node_modules', path)

/** The checks that need no server, longest first. Each is a program that says nothing of interest when it succeeds. */
export const checkSteps = (root) => [
  { name: 'types', args: [bin('typescript/bin/tsc'), '--noEmit'] },
  { name: 'unused code', args: [bin('knip/bin/knip.js'), '--no-progress'] },
  { name: 'imports', args: cruise(undefined, root).args },
  { name: 'format and lint', args: [bin('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '--max-diagnostics=50', '.'] },
  { name: 'structure', args: ['scripts/check-structure.mjs'] },
  { name: 'messages', args: ['scripts/check-messages.mjs'] },
]

export const unitStep = { name: 'unit tests', args: [bin('vitest/vitest.mjs'), 'run', '--project', 'unit'] }

/**
 * Runs the steps, as many at once as there are cores (two at most), prints a line for each as it ends and the output of a failed one below it.
 * Answers `[{ name, ok, ms }]`.
 */
export async function runSteps({ steps, root, node, env, logFolder, print, signal }) {
  const waiting = [...steps]
  const done = []
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const logFile = join(logFolder, `${step.name.replaceAll(' ', '-')}.log`)
      const { ok, ms, why } = await runLogged({ command: node, args: step.args, cwd: root, env, logFile, signal, limitMs: LIMIT_MS })
      print(`${ok ? 'ok    ' : 'FAILED'} ${step.name.padEnd(16)} ${(ms / 1000).toFixed(1).padStart(6)} s${why && `   ${why}`}`)
      if (!ok) print(indent(readLog(logFile)))
      done.push({ name: step.name, ok, ms })
    }
  }
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work))
  return done
}

const indent = (text) => text.replace(/^/gm, '    ')
