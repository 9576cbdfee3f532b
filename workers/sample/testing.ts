import { db } from '#server/database.ts'
import type { RunContext, Step } from '#workers/run-context.ts'

/** What a run would keep between attempts, and what it said. */
export type Journal = { memos: Map<string, unknown>; worked: string[]; lines: string[] }
export const newJournal = (): Journal => ({ memos: new Map(), worked: [], lines: [] })

/** A run context for tests: commits each step at once and keeps its memo, as the platform does; `stopAfter` ends the attempt once so many steps were worked. */
export function contextOf(journal: Journal, stopAfter = Number.POSITIVE_INFINITY): RunContext<unknown> {
  const stop = new AbortController()
  return {
    runId: '1',
    payload: {},
    signal: stop.signal,
    stage: async () => undefined,
    step: async <Work, Memo>({ name, work, commit, memo }: Step<Work, Memo>): Promise<Memo> => {
      if (journal.memos.has(name)) return journal.memos.get(name) as Memo
      if (journal.worked.length >= stopAfter) stop.abort(new Error('stopped'))
      const done = await work(stop.signal)
      if (commit) await db.$transaction((tx) => commit(tx, done))
      const kept = JSON.parse(JSON.stringify(memo(done)))
      journal.worked.push(name)
      journal.memos.set(name, kept)
      return kept
    },
    forget: async (prefixes) => {
      for (const name of journal.memos.keys()) if (prefixes.some((one) => name.startsWith(one))) journal.memos.delete(name)
    },
    artefact: async () => undefined,
    log: async (_, code) => {
      journal.lines.push(code)
    },
  }
}
