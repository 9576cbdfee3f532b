import 'server-only'
import { z } from 'zod'
import { RunFailure } from '#core/shared/refusal.ts'
import type { Executor } from '#server/search/execute.ts'

/** A mapping, or an object in one, as far as it says what becomes of fields that it does not know. */
export type Dynamics = { dynamic?: unknown; enabled?: unknown; properties?: { [name: string]: Dynamics } | undefined }

const node: z.ZodType<Dynamics> = z.lazy(() =>
  z.object({ dynamic: z.unknown().optional(), enabled: z.unknown().optional(), properties: z.record(z.string(), node).optional() }),
)
const answer = z.record(z.string(), z.object({ mappings: node }))

/** Whether documents may hold a field that their index does not look at: what its mapping does not know is left out, or a whole object is. */
export function mayHide(mapping: Dynamics, field: string): boolean {
  let at: Dynamics | undefined = mapping
  let dynamic = String(at.dynamic ?? true)
  for (const part of field.split('.')) {
    if (String(at.enabled) === 'false') return true
    at = at.properties?.[part]
    if (!at) break
    dynamic = String(at.dynamic ?? dynamic)
  }
  return dynamic.startsWith('false')
}

/**
 * What the indices of a pattern say of fields that their mappings do not know, by index: nothing of one that takes them in.
 * Nothing of any where the account may not ask.
 */
export async function dynamicsOf(run: Executor, pattern: string): Promise<ReadonlyMap<string, Dynamics>> {
  try {
    const said = await run.call({
      method: 'GET',
      path: `/${encodeURIComponent(pattern)}/_mapping`,
      query: { filter_path: '*.mappings.dynamic,*.mappings.enabled,*.mappings.properties.**.dynamic,*.mappings.properties.**.enabled' },
    })
    return new Map(Object.entries(answer.parse(said)).map(([index, { mappings }]) => [index, mappings]))
  } catch (error) {
    if (error instanceof RunFailure && error.refusal.code === 'source_unauthorized' && error.refusal.params.status === 403) return new Map()
    throw error
  }
}
