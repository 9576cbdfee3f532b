import type { Analysis } from '#features/retention/schema.ts'

export type Difference = { name: string; before: unknown; after: unknown }

/** What two analyses of one definition must agree in: the definition, what was there to read, and every number of the summary. */
function facts({ summary, receipt }: Analysis): Record<string, unknown> {
  const { definitionHash, horizon, seenBefore, severalAccounts, documentsWithoutUid, notCollected, indices = [] } = receipt ?? {}
  const read = Object.fromEntries(indices.map(({ name, documents }) => [`documents of ${name}`, documents]))
  return { definitionHash, horizon, seenBefore, severalAccounts, documentsWithoutUid, notCollected, ...read, ...summary }
}

/** In what the second differs from the first, by name; empty when the result was reproduced. */
export function differencesOf(first: Analysis, second: Analysis): Difference[] {
  const [before, after] = [facts(first), facts(second)]
  const all = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return all.flatMap((name) => {
    const [was, is] = [before[name] ?? null, after[name] ?? null]
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ name, before: was, after: is }]
  })
}
