import { textOf, valuesAt } from '#core/retention/cohort.ts'
import type { NicknameSource, NicknameTable } from '#core/retention/definition.ts'
import { nicknameBody } from '#core/retention/queries/nickname.ts'
import { RunFailure } from '#core/shared/refusal.ts'
import { leastUtf8 } from '#core/shared/utf8.ts'
import { readTexts } from '#features/environments/texts/repository.ts'
import { ChunkTooBig } from '#server/search/errors.ts'
import { type Hit, instantOf } from '#workers/retention/hits.ts'
import { incomplete, type Scan, searchGroups, uidText } from '#workers/retention/scan.ts'

/** How many players got their nickname from where. `unread`: the players' table could not be asked. */
export type NicknameCounts = { fromLogs: number; fromTable: number; unknown: number; unread: number }
export type Nicknames = { names: ReadonlyMap<string, string>; counts: NicknameCounts; problem: RunFailure | null }

type Latest = { hits: { hits: Hit[] } }

function latestName({ hits: { hits } }: Latest, field: string): string | null {
  const at = Math.max(...hits.map(instantOf))
  return leastUtf8(hits.filter((hit) => instantOf(hit) === at).flatMap((hit) => textOf(valuesAt(hit._source, field)) ?? []))
}

async function readLogs(scan: Scan, field: string, uids: readonly string[]): Promise<Map<string, string>> {
  if (uids.length === 0) return new Map()
  try {
    const page = await searchGroups(scan, nicknameBody(scan.mapping.uid, field, uids, scan.mapping.nestedIndices ?? []))
    const documents = page.buckets.reduce((sum, bucket) => sum + bucket.doc_count, 0)
    if (documents !== page.total) throw incomplete(`groups hold ${documents} of ${page.total} documents`)
    return new Map(
      page.buckets.flatMap((bucket): [string, string][] => {
        const name = latestName(bucket.latest as Latest, field)
        return name === null ? [] : [[uidText(bucket.key.u), name]]
      }),
    )
  } catch (error) {
    if (!(error instanceof ChunkTooBig) || uids.length < 2) throw error
    const middle = uids.length >> 1
    const [left, right] = await Promise.all([readLogs(scan, field, uids.slice(0, middle)), readLogs(scan, field, uids.slice(middle))])
    return new Map([...left, ...right])
  }
}

const columnOf = ({ environmentId, table, uidColumn, nicknameColumn }: NicknameTable) => ({ environmentId, table, key: uidColumn, text: nicknameColumn })

/**
 * The latest known nickname of each player: from the log field, else from the game's table of players. A table that cannot
 * be read leaves its players without a name and says so; a cluster that does not answer fails the run as ever.
 */
export async function readNicknamesOf(scan: Scan, source: NicknameSource, uids: readonly string[]): Promise<Nicknames> {
  const logged = source.field === null ? new Map<string, string>() : await readLogs(scan, source.field, uids)
  const rest = [...new Set(uids.filter((uid) => !logged.has(uid)))]
  let problem: RunFailure | null = null
  const listed =
    source.table === null
      ? new Map<string, string>()
      : await readTexts(columnOf(source.table), rest).catch((error: unknown) => {
          if (!(error instanceof RunFailure)) throw error
          problem = error
          return new Map<string, string>()
        })
  const unnamed = rest.length - listed.size
  const counts = { fromLogs: logged.size, fromTable: listed.size, unknown: problem ? 0 : unnamed, unread: problem ? unnamed : 0 }
  return { names: new Map([...logged, ...listed]), counts, problem }
}
