import { writeFileSync } from 'node:fs'
import { fuzzOnce } from '#server/files/testing/fuzz.ts'
import { mutatedFile } from '#server/files/testing/mutations.ts'

/** A file of some kilobytes must not take longer, nor make the process grow so far. */
const LONGEST_MS = 5000
const MOST_RSS = 400 * 1024 * 1024
const TELL_MS = 10_000

const [act, first, rest] = process.argv.slice(2)

async function readFor(seconds: number): Promise<void> {
  const outcomes = new Map<string, number>()
  const start = performance.now()
  let told = start
  let seed = Number(first)
  const tell = (): void => console.info(`seed ${seed}: ${[...outcomes].map(([code, times]) => `${code} ${times}`).join(', ')}`)
  for (; performance.now() - start < seconds * 1000; seed++) {
    process.send?.({ seed })
    const outcome = await fuzzOnce(seed, LONGEST_MS)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    const { rss } = process.memoryUsage()
    if (rss > MOST_RSS) throw new Error(`seed ${seed}: ${Math.round(rss / 1024 / 1024)} MB`)
    if (performance.now() - told > TELL_MS) {
      tell()
      told = performance.now()
    }
  }
  tell()
}

if (act === 'write') writeFileSync(rest as string, mutatedFile(Number(first)))
else await readFor(Number(rest))
process.disconnect?.()
