import { clean, count, duration } from '#cli/output.ts'
import type { Run } from '#features/runs/schema.ts'

export type Progress = { seen: (run: Run) => void; stop: () => void }

const barWidth = 24

/** A run as one line: number, state and how far it is. */
export const progressLine = (run: Run): string => clean(`#${run.id} ${run.state}  ${howFar(run)}`)

/** Stage, bar, done and total, rate and time left. */
export function howFar(run: Run): string {
  const share = run.total ? Math.min(1, run.done / run.total) : null
  const full = Math.floor((share ?? 0) * barWidth)
  const bar = share === null ? '' : `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}] ${String(Math.floor(share * 100)).padStart(3)} % `
  const steps = run.total === null ? count(run.done) : `${count(run.done)}/${count(run.total)}`
  const rate = run.rate === null ? '' : `  ${count(Math.round(run.rate))}/s`
  const left = run.etaMs === null ? '' : `  ETA ${duration(run.etaMs)}`
  return `${run.stage ?? '-'}  ${bar}${steps}${rate}${left}`
}

/**
 * Progress on stderr. A terminal gets one line that is drawn again; a file or pipe gets a line per stage or state,
 * and with `--json` nothing.
 */
export function createProgress(stream: NodeJS.WriteStream, json: boolean): Progress {
  if (stream.isTTY) return drawn(stream)
  if (json) return { seen: () => undefined, stop: () => undefined }
  let last = ''
  return {
    seen: (run) => {
      const key = `${run.state} ${run.stage}`
      if (key !== last) stream.write(`${progressLine(run)}\n`)
      last = key
    },
    stop: () => undefined,
  }
}

function drawn(stream: NodeJS.WriteStream): Progress {
  let line = ''
  return {
    seen: (run) => {
      line = progressLine(run).slice(0, Math.max(20, (stream.columns || 80) - 1))
      stream.write(`\r\u001b[2K${line}`)
    },
    stop: () => {
      if (line) stream.write('\n')
      line = ''
    },
  }
}
