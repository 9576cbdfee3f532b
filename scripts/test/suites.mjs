import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { checkSteps, runSteps } from '../check/steps.mjs'
import { build } from '../start/build.mjs'
import { startConsole } from '../start/console.mjs'
import { requireNode } from '../start/install.mjs'
import { provideBrowser } from './browser-packages.mjs'
import { countPlaywright, countSteps, countVitest, withOutcome } from './counts.mjs'
import { readLog, runLogged } from './run-logged.mjs'

const MINUTE_MS = 60_000

/**
 * The suites in the order in which they run. `run(context)` answers counts; what it throws counts as one failed test. The context: `root`, `env` (of
 * what is tested), `prepared` (servers, migrated database, administrator), `reports` (a folder), `ui`, `signal`.
 */
export const suites = [
  { name: 'checks', run: checks },
  { name: 'unit', run: (context) => vitest(context, 'unit', 6 * MINUTE_MS) },
  { name: 'integration', run: (context) => vitest(context, 'integration', 20 * MINUTE_MS) },
  { name: 'drift', run: drift },
  { name: 'build', run: buildPages },
  { name: 'browser', run: browser },
]

async function checks({ root, env, reports, ui, signal }) {
  const done = await runSteps({ steps: checkSteps(root), root, node: requireNode(root), env, logFolder: reports, print: ui.print, signal })
  return countSteps(done)
}

/** Runs a program of the project and shows its output when it failed. Answers whether it ended well. */
async function program({ root, env, reports, ui, signal }, { name, args, more = {}, limitMs }) {
  const logFile = join(reports, `${name}.log`)
  const { ok, why } = await runLogged({ command: requireNode(root), args, cwd: root, env: { ...env, ...more }, logFile, signal, limitMs })
  if (!ok) ui.print(`${name}: ${why}\n${readLog(logFile)}`)
  return ok
}

async function vitest(context, project, limitMs) {
  const report = join(context.reports, `${project}.json`)
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const ok = await program(context, { name: project, args, more: serversOf(context), limitMs })
  return withOutcome(countVitest(report), ok)
}

const serversOf = ({ prepared }) => ({ ...prepared.services.env })

async function drift(context) {
  const more = { DATABASE_URL: context.prepared.services.env.DATABASE_ADMIN_URL }
  const ok = await program(context, { name: 'drift', args: ['scripts/db.mjs', 'drift', '--live'], more, limitMs: MINUTE_MS })
  return countSteps([{ ok }])
}

let built = null
/** Once for all suites; nothing happens when the sources are those of the last build. */
function productionBuild({ root, prepared, ui, signal }) {
  built ??= build({ root, state: prepared.state, env: prepared.env, ui, signal })
  return built
}

async function buildPages(context) {
  try {
    await productionBuild(context)
    return countSteps([{ ok: true }])
  } catch (error) {
    if (context.signal.aborted) throw error
    context.ui.print(readLog(context.prepared.state.file('logs/next-build.log')))
    return countSteps([{ ok: false }])
  }
}

/** On the production build, with a web server and a worker as `npm start` runs them. */
async function browser(context) {
  const { reports, prepared, env, signal, ui } = context
  await productionBuild(context).catch((cause) => {
    throw new Error('not run: there is no production build', { cause })
  })
  const chromium = await provideBrowser({ env, logFile: join(reports, 'apt.log'), signal, ui })
  const running = await startConsole({ prepared, ui, signal })
  try {
    const report = join(reports, 'browser.json')
    const { email, password } = prepared.administrator
    const more = { E2E_URL: prepared.url, E2E_EMAIL: email, E2E_PASSWORD: password, CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
    const args = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json']
    const ok = await program(context, { name: 'browser', args, more, limitMs: 45 * MINUTE_MS })
    return withOutcome(countPlaywright(report), ok)
  } finally {
    await running.stop()
    cpSync(prepared.state.file('logs'), join(reports, 'console-logs'), { recursive: true })
  }
}
