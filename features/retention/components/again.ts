import { withQuery } from '#components/api/client.ts'
import { withOffset } from '#core/shared/zoned.ts'
import type { Part, Sentence } from '#features/retention/components/definition-sentence.tsx'
import { defaultGapMinutes } from '#features/retention/components/form-values.ts'
import type { RequestBody } from '#features/retention/queries.ts'
import type { Analysis } from '#features/retention/schema.ts'

type Definition = Pick<Analysis, 'source' | 'from' | 'to' | 'zone' | 'identity' | 'lookbackDays' | 'sample' | 'gapSeconds' | 'sessionCapSeconds' | 'metrics'>

/** The definition of an analysis in the words of a sentence. */
export const sentenceOf = ({ gapSeconds, sessionCapSeconds, metrics, ...rest }: Definition): Sentence => ({
  ...rest,
  gapMs: gapSeconds * 1_000,
  sessionCapMs: sessionCapSeconds === null ? null : sessionCapSeconds * 1_000,
  metrics: metrics.length,
})

/** The form of a new analysis, filled in as this one was; `edit` is the part to begin with. */
export function newHref(analysis: Definition, edit?: Part): string {
  const { source, from, to, identity, lookbackDays, sample, gapSeconds, sessionCapSeconds, metrics } = analysis
  const gap = gapSeconds / 60
  return withQuery('/retention/new', {
    source,
    from,
    to,
    identity: identity === 'uid' ? null : identity,
    lookbackDays,
    sample,
    gap: gap === defaultGapMinutes ? null : gap,
    cap: sessionCapSeconds === null ? null : sessionCapSeconds / 60,
    metrics: metrics.map(({ name }) => name).join(','),
    edit,
  })
}

/** The same question once more. */
export function againRequest(analysis: Definition): RequestBody {
  const { source, from, to, zone, identity, lookbackDays, sample, gapSeconds, sessionCapSeconds, metrics } = analysis
  return {
    source,
    from: exact(from, zone),
    to: exact(to, zone),
    identity,
    gapSeconds,
    ...(lookbackDays === null ? {} : { lookbackDays }),
    ...(sample === null ? {} : { sample }),
    ...(sessionCapSeconds === null ? {} : { sessionCapSeconds }),
    ...(metrics.length === 0 ? {} : { metrics: metrics.map(({ name }) => name) }),
  }
}

/** Whole seconds carry the offset of the zone; anything finer stays as it was, in UTC. */
const exact = (iso: string, zone: string): string => (Date.parse(iso) % 1_000 === 0 ? withOffset(Date.parse(iso), zone) : iso)

const qd = 'npm run --silent qd -- retention'

/** Asks the same question from a terminal and compares every number. */
export const reproduceOf = (id: string): string => `${qd} reproduce ${id}`

/** How to get the same from a terminal; ends are quoted, so that a shell takes them as they are. */
export function commandOf(analysis: Definition): string {
  const { source, from, to, zone, identity, lookbackDays, sample, gapSeconds, sessionCapSeconds, metrics } = analysis
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
  const words = [
    `${qd} run`,
    `--source ${quoted(source)}`,
    `--from ${exact(from, zone)}`,
    `--to ${exact(to, zone)}`,
    ...(identity === 'uid' ? [] : [`--identity ${identity}`]),
    ...(lookbackDays === null ? [] : [`--lookback ${lookbackDays}`]),
    ...(sample === null ? [] : [`--sample ${sample}`]),
    ...(gapSeconds === defaultGapMinutes * 60 ? [] : [`--gap ${gapSeconds}`]),
    ...(sessionCapSeconds === null ? [] : [`--session-cap ${sessionCapSeconds}`]),
    ...(metrics.length === 0 ? [] : [`--metrics ${metrics.map(({ name }) => name).join(',')}`]),
    '--out players.csv',
  ]
  return words.join(' ')
}
