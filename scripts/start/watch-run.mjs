import { readJson } from '../../services/state-dir.mjs'

const EVERY_MS = 1000

/** Feeds a stage's bar with what the newest run of this kind has done, until the function that it gives is called. The bar is a comfort: what cannot be read is left out. */
export function watchRun({ state, port, kind, progress }) {
  const timer = setInterval(async () => {
    const run = await newestRun({ state, port, kind })
    if (run) progress({ text: run.stage ?? '', done: run.done, total: run.total })
  }, EVERY_MS)
  return () => clearInterval(timer)
}

async function newestRun({ state, port, kind }) {
  try {
    const { token } = readJson(state.file('token.json'))
    const query = new URLSearchParams({ kind, state: 'running' })
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/runs?${query}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(EVERY_MS),
    })
    return (await answer.json()).items?.[0] ?? null
  } catch {
    return null
  }
}
