const BAR = 24
const REFRESH_MS = 200
const LINE_EVERY_MS = 15_000
const FRAMES = ['|', '/', '-', '\\']

/**
 * The screen of `npm start`: one finished line per stage with its time, and below them what is going on. On a terminal the stages that run are redrawn in
 * place with a bar; elsewhere (a log file, a pipe) a long stage prints a line now and then.
 */
export function createDisplay({ out = process.stdout, startedMs = Date.now() } = {}) {
  const running = new Map()
  const failures = new WeakSet()
  const live = Boolean(out.isTTY)
  let drawn = 0
  let frame = 0
  // A reader that went away (a closed terminal, `npm start | head`) must not stop us from ending our children in order.
  out.on('error', () => {})

  const timer = setInterval(() => (live ? redraw() : remind()), REFRESH_MS)
  timer.unref()

  const clear = () => {
    if (drawn) out.write(`\x1b[${drawn}A\x1b[0J`)
    drawn = 0
  }
  function redraw() {
    clear()
    frame++
    const width = Math.max(40, out.columns || 80)
    const lines = [...running.values()].map((stage) => describeRunning(stage, FRAMES[frame % FRAMES.length]).slice(0, width - 1))
    if (lines.length) out.write(`${lines.join('\n')}\n`)
    drawn = lines.length
  }
  function remind() {
    for (const stage of running.values()) {
      if (Date.now() - stage.shownMs < LINE_EVERY_MS) continue
      stage.shownMs = Date.now()
      print(`${stamp()} ${label(stage.name)} ${describeWork(stage)}`)
    }
  }
  function print(text) {
    clear()
    out.write(`${text}\n`)
    if (live) redraw()
  }
  const stamp = () => `[${seconds(Date.now() - startedMs).padStart(7)}]`

  return {
    print,
    note: (text) => print(`${stamp()} ${text}`),
    /** Runs `work(progress)` as one stage. `progress({ text, done, total, expectedMs })` feeds its bar; `said` of the result (or the result, where it is text) ends its line. */
    async stage(name, work) {
      const stage = { name, sinceMs: Date.now(), shownMs: Date.now(), text: '' }
      running.set(name, stage)
      try {
        const result = await work((progress) => Object.assign(stage, progress))
        finish(stage, textOf(result))
        return result
      } catch (error) {
        // One failure ends the stages beside it with the same error: only the first has failed.
        finish(stage, failures.has(error) || error.name === 'AbortError' ? 'given up' : 'failed')
        failures.add(error)
        throw error
      }
    },
    close() {
      clear()
      clearInterval(timer)
    },
  }

  function finish(stage, text) {
    running.delete(stage.name)
    print(`${stamp()} ${label(stage.name)} ${text} (${seconds(Date.now() - stage.sinceMs)})`)
  }
}

const label = (name) => name.padEnd(11)
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`
const textOf = (result) => (typeof result === 'string' ? result : (result?.said ?? 'done'))

const describeRunning = (stage, spinner) => `${spinner.padStart(5)}     ${label(stage.name)} ${describeWork(stage)}`

function describeWork(stage) {
  const spentMs = Date.now() - stage.sinceMs
  const part = partDone(stage, spentMs)
  const bar = part === null ? '' : `${'█'.repeat(Math.round(part * BAR)).padEnd(BAR, '░')} ${String(Math.round(part * 100)).padStart(3)} %  `
  const counts = stage.total ? `${stage.done} of ${stage.total}  ` : ''
  return `${bar}${counts}${stage.text ? `${stage.text}  ` : ''}${seconds(spentMs)}`
}

/** From what was counted; else from how long it took before, never claiming that it is done. */
function partDone({ done, total, expectedMs }, spentMs) {
  if (total) return Math.min(1, done / total)
  return expectedMs ? Math.min(0.95, spentMs / expectedMs) : null
}
