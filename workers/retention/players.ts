import type { Identity } from '#core/retention/cohort.ts'
import type { Definition } from '#core/retention/definition.ts'
import type { LogMapping } from '#core/retention/mapping.ts'
import { isKnown, loginFamily, type VersionedMetric, writtenSum } from '#core/retention/metrics.ts'
import type { PlainFields } from '#core/retention/queries/first-logins.ts'
import type { SheetRow } from '#core/retention/sheet.ts'
import { ChunkTooBig } from '#server/search/errors.ts'
import { type InstantsReading, prepareInstants, readByInstants } from '#workers/retention/by-instants.ts'
import { type GroupsReading, type Measured, prepareGroups, readActiveByGroups, readGroups } from '#workers/retention/groups.ts'
import { type IdentityReading, prepareIdentities, readIdentities } from '#workers/retention/identities.ts'
import { ScriptsRefused } from '#workers/retention/instants.ts'
import { keysOf, type Members } from '#workers/retention/keys.ts'
import type { Scan } from '#workers/retention/scan.ts'

type Settings = Pick<Definition, 'identity' | 'activity' | 'metrics'>
/**
 * What the chunks of one analysis share. `instants` is null once the source turned out not to be readable by scripts;
 * passes that read documents learn from chunk to chunk.
 */
export type Reading = { settings: Settings; identities: IdentityReading; groups: GroupsReading; instants: InstantsReading | null }

/** What the chunks of one analysis share; `plain` as in IdentityReading. */
export function prepareReading(mapping: LogMapping, settings: Settings, plain: PlainFields | null): Reading {
  const login = mapping.families[loginFamily]
  if (!login) throw new Error('an analysis without a login family passed its preflight')
  const keys = keysOf(settings.identity, mapping)
  return {
    settings,
    identities: prepareIdentities(mapping, login, settings.identity, plain),
    groups: prepareGroups(mapping, settings.metrics, settings.activity, keys),
    instants: prepareInstants(mapping, settings, keys),
  }
}

/** How the players of a chunk were measured; the numbers are the same. */
export type Way = 'scripts' | 'groups'

async function measureByGroups(scan: Scan, { groups }: Reading, members: Members): Promise<Measured & { way: Way }> {
  const [active, columns] = await Promise.all([readActiveByGroups(scan, groups, members), readGroups(scan, groups, members)])
  return { active, columns, way: 'groups' }
}

/** By scripts where the source can be read so, which costs its cluster a third of what groups cost; the numbers are the same. */
async function measure(scan: Scan, reading: Reading, members: Members): Promise<Measured & { way: Way }> {
  if (!reading.instants) return measureByGroups(scan, reading, members)
  try {
    return { ...(await readByInstants(scan, reading.instants, members)), way: 'scripts' }
  } catch (error) {
    if (error instanceof ScriptsRefused) reading.instants = null
    // One player may have more events than a shard should gather.
    else if (!(error instanceof ChunkTooBig)) throw error
    return measureByGroups(scan, reading, members)
  }
}

/** Rows of the sheet for some players in order of first login, numbered from `seq`. Nothing is written. */
export async function readPlayers(scan: Scan, reading: Reading, members: Members, seq: number): Promise<{ rows: SheetRow[]; way: Way }> {
  const { settings } = reading
  const [{ active, columns, way }, identities] = await Promise.all([measure(scan, reading, members), readIdentities(scan, reading.identities, members)])
  const numberOf = ({ name, window }: VersionedMetric, firstMs: number, at: number): number | null => {
    const value = isKnown(firstMs, window, scan.snapshot.openedAt) ? columns.get(name)?.[at] : undefined
    return value === undefined ? null : writtenSum(value)
  }
  const rows = members.map(({ uid, firstMs }, at) => ({
    seq: seq + at,
    uid,
    ...(identities[at] as Identity),
    nickname: null,
    firstMs,
    activeSeconds: active[at] ?? 0,
    metrics: Object.fromEntries(settings.metrics.map((metric) => [metric.name, numberOf(metric, firstMs, at)])),
  }))
  return { rows, way }
}
