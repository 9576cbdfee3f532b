import { createHash } from 'node:crypto'
import { requireNode } from './install.mjs'
import { parseJson, runTool } from './tools.mjs'
import { watchRun } from './watch-run.mjs'

const CURE = 'The console works without it. Try again with "npm run qd -- sample load --size small", or at the next npm start.'

/** Loads the sample game and analyses one day of it, both through the command line, once for each database. Gives the analysis, or null when it failed or is switched off. */
export async function showSample({ prepared, ui, signal }) {
  if (prepared.env.QUARTERDECK_SAMPLE === 'off') return null
  const { state } = prepared
  const database = placeOf(prepared.env.DATABASE_URL)
  const before = state.read().sample
  const known = before?.database === database ? before : { database }
  try {
    const dataset = known.dataset ?? (await loadSample({ prepared, ui, signal }))
    state.update({ sample: { ...known, dataset } })
    const analysis = known.analysis ?? (await analyse({ prepared, ui, signal, dataset }))
    state.update({ sample: { ...known, dataset, analysis } })
    return analysis
  } catch (error) {
    if (signal.aborted) throw error
    ui.print(`${error.message}\n${CURE}`)
    return null
  }
}

/** Which database it is, without user and password. */
function placeOf(address) {
  const { host, pathname } = new URL(address)
  return createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 16)
}

async function loadSample(context) {
  const args = ['sample', 'load', '--size', 'small']
  const { dataset } = await qd({ ...context, name: 'sample', kind: 'sample.load', args, said: (answer) => `${answer.dataset.newPlayers} new players loaded` })
  return { source: dataset.source, day: dataset.day }
}

async function analyse({ dataset, ...context }) {
  const args = ['retention', 'run', '--source', dataset.source, '--from', dataset.day.from, '--to', dataset.day.to]
  const answer = await qd({
    ...context,
    name: 'retention',
    kind: 'retention.analyse',
    args,
    said: (result) => `${result.players} new players of one day analysed`,
  })
  const { run, players, retainedD1, ripeD1, rateD1, activeMinutesMean } = answer
  return { runId: run.id, day: dataset.day, players, retainedD1, ripeD1, rateD1, activeMinutesMean }
}

/** One command of `qd`, which waits for its run; the bar follows the run. */
function qd({ prepared, ui, signal, name, kind, args, said }) {
  const { root, state, env, port } = prepared
  return ui.stage(name, async (progress) => {
    const stopWatching = watchRun({ state, port, kind, progress })
    try {
      const text = await runTool({ state, name, command: requireNode(root), args: ['cli/qd.mjs', ...args, '--json'], cwd: root, env, signal, capture: true })
      const answer = parseJson(text, `qd ${args.slice(0, 2).join(' ')}`)
      return { ...answer, said: said(answer) }
    } finally {
      stopWatching()
    }
  })
}
