// `npm run check`: everything that can be judged without a server, in well under a minute.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openStateDir, stateDirOf } from '../services/state-dir.mjs'
import { checkSteps, runSteps, unitStep } from './check/steps.mjs'
import { generateClient } from './start/build.mjs'
import { createDisplay } from './start/display.mjs'
import { isInstalled, requireNode } from './start/install.mjs'

const root = resolve(import.meta.dirname, '..')
const beganMs = Date.now()

async function check() {
  if (!isInstalled(root)) throw new Error('the packages are missing or stale: run "npm ci" (or npm start, which does it) first')
  const state = openStateDir(stateDirOf(root, process.env))
  const ui = createDisplay()
  await generateClient({ root, state, env: process.env, ui })
  ui.close()
  const logFolder = join(state.dir, 'check')
  mkdirSync(logFolder, { recursive: true })
  const steps = [...checkSteps(root), unitStep]
  const done = await runSteps({ steps, root, node: requireNode(root), env: process.env, logFolder, print: console.log })
  const failed = done.filter((step) => !step.ok).length
  console.log(`${done.length - failed} of ${done.length} checks passed in ${((Date.now() - beganMs) / 1000).toFixed(1)} s`)
  return failed ? 1 : 0
}

try {
  process.exitCode = await check()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
