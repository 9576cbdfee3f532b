import type { Identity, Member } from '#core/retention/cohort.ts'
import type { FamilyMapping } from '#core/retention/mapping.ts'
import { deviceField } from '#core/retention/metrics.ts'
import { plainFieldsOf } from '#core/retention/plain-fields.ts'
import { firstLoginsBody, type PlainFields } from '#core/retention/queries/first-logins.ts'
import type { Range } from '#core/retention/window.ts'
import { RunFailure } from '#core/shared/refusal.ts'
import { ChunkTooBig } from '#server/search/errors.ts'
import type { Executor } from '#server/search/execute.ts'
import { ScriptsRefused, searchByScript } from '#workers/retention/instants.ts'
import { incomplete, type Scan } from '#workers/retention/scan.ts'

const paths = { account: 'auth.id', country: 'country', device: deviceField }

/** Under which names the index itself tells what first logins say; null where it does not, or where nobody may ask. */
export async function findPlainFields(run: Executor, pattern: string, login: FamilyMapping): Promise<PlainFields | null> {
  try {
    const index = encodeURIComponent(pattern)
    // Copies of other fields are in the index and in no document.
    const copies = await run.call({ method: 'GET', path: `/${index}/_mapping`, query: { filter_path: '**.copy_to' } })
    if (Object.keys(copies as object).length > 0) return null
    const body = await run.call({ method: 'GET', path: `/${index}/_mapping/field/${Object.values(paths).join(',')}` })
    return plainFieldsOf(body, login.indices, paths, login.nested)
  } catch (error) {
    if (error instanceof RunFailure || error instanceof ChunkTooBig) return null
    throw error
  }
}

type Shard = { other?: number; documents?: number; names?: string[]; ats?: number[]; said?: string[][] } | null
type Devices = { names?: { buckets?: { key: unknown; documents: { players: { value?: Shard[] } } }[]; sum_other_doc_count: number } }
type First = { at: number; said: readonly string[] }

/** The earliest login of each player; nothing is said of one that is there twice, or of which the index does not tell all. */
function firstsOf(shards: readonly Shard[]): Map<string, First> {
  const firsts = new Map<string, First>()
  for (const { names = [], ats = [], said = [] } of shards.flatMap((shard) => shard ?? [])) {
    for (const [i, name] of names.entries()) {
      const at = ats[i] as number
      const known = firsts.get(name)
      if (!known || at < known.at) firsts.set(name, { at, said: said.map((column) => column[i] ?? '') })
      else if (at === known.at) firsts.set(name, { at, said: [] })
    }
  }
  return firsts
}

/** By player the device of a nested body at the instant that `firsts` says; '' where there are several. */
function devicesOf(devices: Devices, firsts: ReadonlyMap<string, First>): Map<string, string> {
  const found = new Map<string, string>()
  for (const { key, documents } of devices.names?.buckets ?? []) {
    for (const { names = [], ats = [] } of (documents.players.value ?? []).flatMap((shard) => shard ?? [])) {
      for (const [i, name] of names.entries()) {
        if (ats[i] === firsts.get(name)?.at) found.set(name, found.has(name) && found.get(name) !== key ? '' : String(key))
      }
    }
  }
  return found
}

/**
 * What the index says of the first login of each member: null for those of whom only the documents tell it, as one field
 * is missing, too long or there more than once, or two logins came at one millisecond.
 * @throws ScriptsRefused, ChunkTooBig where documents must be asked for instead.
 */
export async function readFirstLogins(
  scan: Scan,
  login: FamilyMapping,
  fields: PlainFields,
  members: readonly Member[],
  range: Range,
): Promise<(Identity | null)[]> {
  const uids = members.map(({ uid }) => uid)
  const { total, aggregations } = await searchByScript(scan, firstLoginsBody(scan.mapping.uid, login, fields, uids, range))
  const shards = (aggregations.rows as { value?: Shard[] } | undefined)?.value ?? []
  if (shards.some((shard) => shard?.other)) throw new ScriptsRefused()
  const documents = shards.reduce((sum, shard) => sum + (shard?.documents ?? 0), 0)
  if (documents !== total) throw incomplete(`first logins among ${documents} of ${total} documents`)
  const firsts = firstsOf(shards)
  const devices = (aggregations.devices ?? {}) as Devices
  const isWhole = !devices.names || devices.names.sum_other_doc_count === 0
  const nested = fields.nested ? devicesOf(devices, firsts) : null
  return members.map(({ uid, firstMs }) => {
    const first = firsts.get(uid)
    if (!first || first.at + range.from !== firstMs) return null
    const [account = '', country = '', flat = ''] = first.said
    const device = nested ? (nested.get(uid) ?? '') : flat
    return isWhole && account !== '' && country !== '' && device !== '' ? { account, country, device } : null
  })
}
