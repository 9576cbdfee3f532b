import 'server-only'
import { z } from 'zod'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import type { Executor } from '#server/search/execute.ts'

/** The indices of one source. */
export type SourceIndices = {
  /** What its searches name: the prefix, without what belongs to sources whose prefix goes on from it. */
  pattern: string
  /** The name by which an index belongs to the source: its own, or that of its alias. */
  nameOf: (index: string) => string
}

const listed = z.object({
  indices: z.array(z.object({ name: z.string(), attributes: z.array(z.string()).default([]) })),
  aliases: z.array(z.object({ name: z.string(), indices: z.union([z.string(), z.array(z.string())]).transform((names) => [names].flat()) })).default([]),
  data_streams: z.array(z.object({ name: z.string() })).default([]),
})
export type Listing = z.infer<typeof listed>

const SHOWN_CHARACTERS = 300
const logins = /^(.+[-_.])login_comp(?:$|[-.]|_?\d)/

/** Longer prefixes that begin with this one and have logins of their own: `a-live-` for `a-`, where there is `a-live-login_comp`. */
function otherPrefixes(names: readonly string[], prefix: string): string[] {
  const rests = names.filter((name) => name.startsWith(prefix)).flatMap((name) => logins.exec(name.slice(prefix.length))?.[1] ?? [])
  return [...new Set(rests)].sort().map((rest) => `${prefix}${rest}`)
}

/**
 * Reads an answer of `_resolve/index/<prefix>*` with open and closed indices.
 * @throws RunFailure source_no_indices; source_index_closed, for a closed index is left out of every search without a word.
 */
export function indicesOf(listing: Listing, prefix: string): SourceIndices {
  const names = [...listing.indices, ...listing.aliases, ...listing.data_streams].map(({ name }) => name)
  const others = otherPrefixes(names, prefix)
  const isOwn = (name: string): boolean => !others.some((other) => name.startsWith(other))
  if (!names.some(isOwn)) throw new RunFailure(refuse('source_no_indices', 422, { prefix }))
  const closed = listing.indices.filter(({ name, attributes }) => attributes.includes('closed') && isOwn(name)).map(({ name }) => name)
  if (closed.length > 0) throw new RunFailure(refuse('source_index_closed', 422, { indices: closed.join(', ').slice(0, SHOWN_CHARACTERS) }))
  const aliases = new Map(listing.aliases.flatMap(({ name, indices }) => indices.map((index) => [index, name] as const)))
  return {
    pattern: [`${prefix}*`, ...others.map((other) => `-${other}*`)].join(','),
    nameOf: (index) => (index.includes(prefix) ? index : (aliases.get(index) ?? index)),
  }
}

/** Some accounts may search but not list: they are told of open indices only, and not by which alias. */
async function listOpen(run: Executor, pattern: string): Promise<Listing> {
  const answer = await run.call({ method: 'GET', path: `/${encodeURIComponent(pattern)}/_field_caps`, query: { fields: '@timestamp' } })
  const { indices } = z.object({ indices: z.array(z.string()) }).parse(answer)
  return { indices: indices.map((name) => ({ name, attributes: [] })), aliases: [], data_streams: [] }
}

/** Looks which indices a source has. @throws RunFailure as indicesOf does, and what the cluster says. */
export async function sourceIndices(run: Executor, prefix: string): Promise<SourceIndices> {
  const pattern = `${prefix}*`
  try {
    const path = `/_resolve/index/${encodeURIComponent(pattern)}`
    return indicesOf(listed.parse(await run.call({ method: 'GET', path, query: { expand_wildcards: 'open,closed' } })), prefix)
  } catch (error) {
    if (!(error instanceof RunFailure) || error.refusal.code !== 'source_unauthorized' || error.refusal.params.status !== 403) throw error
    return indicesOf(await listOpen(run, pattern), prefix)
  }
}
