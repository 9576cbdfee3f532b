import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measured } from '#bench/datasheets-apply/bare-stream.ts'
import { emptyMapping } from '#core/datasheets/mapping/mapping.ts'
import { defaultCaps } from '#core/datasheets/reading/caps.ts'
import { runExport } from '#workers/datasheets/export/run-export-child.ts'

const limits = { heapMegabytes: 300, memoryMegabytes: 2_000, seconds: 300 }

export type Written = { ms: number; peakBytes: number; fileBytes: number }

/** One export as a run does it: from starting the child to its file. The first call also fills the cache of compiled programs. */
async function exportOnce(url: string, table: string, folder: string): Promise<Written> {
  const began = performance.now()
  const { peakBytes, size } = await runExport(
    {
      url,
      environment: { id: 'bench', name: 'bench' },
      allowed: [table],
      mapping: emptyMapping,
      tables: [table],
      format: 'xlsx',
      locale: 'en',
      mostEntries: defaultCaps.entries,
      folder,
      memoryMegabytes: limits.memoryMegabytes,
    },
    limits,
    join(tmpdir(), 'quarterdeck-bench-compiled'),
    { signal: new AbortController().signal, onProgress: () => {} },
  )
  return { ms: performance.now() - began, peakBytes, fileBytes: size.fileBytes }
}

/** The same rows through the streaming writer of exceljs and nothing else: no stamp, no types, no comments. A process of its own as well. */
function bareOnce(url: string, table: string, folder: string): Promise<Written> {
  const path = join(folder, 'bare.xlsx')
  const began = performance.now()
  const child = fork(new URL('./bare-stream.ts', import.meta.url).pathname, [], {
    execArgv: ['--conditions=react-server'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    child.once('message', ({ peakBytes }: Measured) => resolve({ ms: performance.now() - began, peakBytes, fileBytes: statSync(path).size }))
    child.once('exit', (code) => reject(new Error(`the bare stream ended with ${code}`)))
    child.send({ url, table, path })
  })
}

const better = (a: Written, b: Written): Written => (b.ms < a.ms ? b : a)

/** Both ways by turns, the best of `repeats` each; `url` leads to a database with the table. */
export async function measureExport(url: string, table: string, repeats: number): Promise<{ ours: Written; bare: Written }> {
  const best: { ours: Written | null; bare: Written | null } = { ours: null, bare: null }
  for (let at = 0; at < repeats; at++) {
    const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-bench-export-'))
    const [ours, bare] = [await exportOnce(url, table, folder), await bareOnce(url, table, folder)]
    rmSync(folder, { recursive: true })
    best.ours = best.ours ? better(best.ours, ours) : ours
    best.bare = best.bare ? better(best.bare, bare) : bare
  }
  return { ours: best.ours as Written, bare: best.bare as Written }
}
