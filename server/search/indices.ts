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
  /** Indices of other names that only an alias or a data stream of the source brings in, with its name: the listing does not say whether they are closed. */
  brought: ReadonlyMap<string, string>
}

const names = z.union([z.string(), z.array(z.string())]).transform((some) => [some].flat())
const listed = z.object({
  indices: z.array(z.object({ name: z.string(), attributes: z.array(z.string()).default([]) })),
  aliases: z.array(z.object({ name: z.string(), indices: names })).default([]),
  data_streams: z.array(z.object({ name: z.string(), backing_indices: names.default([]) })).default([]),
})
export type Listing = z.infer<typeof listed>

const SHOWN_CHARACTERS = 300
/** Clusters take addresses of up to 4 KB. */
const ADDRESS_CHARACTERS = 3_000
const logins = /^(.+[-_.])login_comp(?:$|[-.]|_?\d)/

/** Longer prefixes that begin with this one and have logins of their own: `a-live-` for `a-`, where there is `a-live-login_comp`. */
function otherPrefixes(names: readonly string[], prefix: string): string[] {
  const rests = names.filter((name) => name.startsWith(prefix)).flatMap((name) => logins.exec(name.slice(prefix.length))?.[1] ?? [])
  return [...new Set(rests)].sort().map((rest) => `${prefix}${rest}`)
}

type Listed = Listing['indices']

/** A closed index is left out of every search without a word. */
function refuseClosed(indices: Listed, told = (name: string): string => name): void {
  const closed = indices.filter(({ attributes }) => attributes.includes('closed')).map(({ name }) => told(name))
  if (closed.length > 0) throw new RunFailure(refuse('source_index_closed', 422, { indices: closed.join(', ').slice(0, SHOWN_CHARACTERS) }))
}

/**
 * Reads an answer of `_resolve/index/<prefix>*` with open and closed indices.
 * @throws RunFailure source_no_indices, source_index_closed.
 */
export function indicesOf(listing: Listing, prefix: string): SourceIndices {
  const names = [...listing.indices, ...listing.aliases, ...listing.data_streams].map(({ name }) => name)
  const others = otherPrefixes(names, prefix)
  const isOwn = (name: string): boolean => !others.some((other) => name.startsWith(other))
  if (!names.some(isOwn)) throw new RunFailure(refuse('source_no_indices', 422, { prefix }))
  refuseClosed(listing.indices.filter(({ name }) => isOwn(name)))
  const through = [...listing.aliases, ...listing.data_streams.map(({ name, backing_indices }) => ({ name, indices: backing_indices }))]
  const seen = new Set(listing.indices.map(({ name }) => name))
  const pairsOf = (some: typeof through) => some.flatMap(({ name, indices }) => indices.map((index) => [index, name] as const))
  const aliases = new Map(pairsOf(listing.aliases))
  return {
    pattern: [`${prefix}*`, ...others.map((other) => `-${other}*`)].join(','),
    nameOf: (index) => (index.includes(prefix) ? index : (aliases.get(index) ?? index)),
    brought: new Map(pairsOf(through.filter(({ name }) => isOwn(name))).filter(([index]) => !seen.has(index))),
  }
}

/** Some accounts may search but not list: they are told of open indices only, and not by which alias. */
async function listOpen(run: Executor, pattern: string): Promise<Listing> {
  const answer = await run.call({ method: 'GET', path: `/${encodeURIComponent(pattern)}/_field_caps`, query: { fields: '@timestamp' } })
  const { indices } = z.object({ indices: z.array(z.string()) }).parse(answer)
  return { indices: indices.map((name) => ({ name, attributes: [] })), aliases: [], data_streams: [] }
}

const resolvePath = (indices: string): string => `/_resolve/index/${encodeURIComponent(indices)}`

const isForbidden = (error: unknown): boolean =>
  error instanceof RunFailure && error.refusal.code === 'source_unauthorized' && error.refusal.params.status === 403

/** Names joined with commas, in pieces that an address can hold. */
function inAddresses(all: Iterable<string>): string[] {
  const pieces: string[] = []
  for (const name of all) {
    const joined = pieces.length === 0 ? name : `${pieces.at(-1)},${name}`
    if (encodeURIComponent(joined).length > ADDRESS_CHARACTERS || pieces.length === 0) pieces.push(name)
    else pieces[pieces.length - 1] = joined
  }
  return pieces
}

/** Indices by their own names. An account that may not ask for them is told nothing, as it is of those that it may not list. */
async function listNamed(run: Executor, indices: Iterable<string>): Promise<Listed> {
  const answers = inAddresses(indices).map(async (some) => {
    const answer = await run.call({ method: 'GET', path: resolvePath(some) }).catch((error: unknown) => {
      if (isForbidden(error)) return { indices: [] }
      throw error
    })
    return listed.parse(answer).indices
  })
  return (await Promise.all(answers)).flat()
}

/** Looks which indices a source has. @throws RunFailure as indicesOf does, and what the cluster says. */
export async function sourceIndices(run: Executor, prefix: string): Promise<SourceIndices> {
  const pattern = `${prefix}*`
  try {
    const answer = await run.call({ method: 'GET', path: resolvePath(pattern), query: { expand_wildcards: 'open,closed' } })
    const found = indicesOf(listed.parse(answer), prefix)
    refuseClosed(await listNamed(run, found.brought.keys()), (name) => `${name} (${found.brought.get(name)})`)
    return found
  } catch (error) {
    if (!isForbidden(error)) throw error
    return indicesOf(await listOpen(run, pattern), prefix)
  }
}
